package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.sun.management.HotSpotDiagnosticMXBean;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Signs charts with a key that has a passphrase, and looks for both everywhere, in the memory of the agent too. */
@WithJenkins
class SigningKeyTracesTest {
    /** No constant, which an agent that loads this class would have. */
    private static final String PASSPHRASE = "marker+" + UUID.randomUUID() + "~";

    private static final String CHART = """
            writeFile file: 'web/Chart.yaml', text: 'apiVersion: v2\\nname: web\\nversion: 1.2.3\\n'
            writeFile file: 'web/templates/map.yaml', text: 'kind: ConfigMap\\n'
            """;

    @RegisterExtension
    final Agents agents = new Agents();

    @TempDir
    private Path directory;

    private static GnuPg gpg;
    private static JenkinsRule jenkins;
    private static List<String> secrets;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Path logs = Files.createDirectories(rule.jenkins.getRootDir().toPath().resolve("logs"));
        new FinestLog(logs.resolve("finest.log").toString()).call();
        gpg = GnuPg.start();
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default", "never", PASSPHRASE, null);
        byte[] locked = gpg.exportSecret(PASSPHRASE, "--armor");
        add(new FileCredentialsImpl(CredentialsScope.GLOBAL, "key", null, "key.asc", SecretBytes.fromBytes(locked)));
        add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL, "keyring", null, "keys.gpg", SecretBytes.fromBytes(gpg.export(key))));
        add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "passphrase", null, Secret.fromString(PASSPHRASE)));
        List<String> lines =
                new String(locked, StandardCharsets.US_ASCII).lines().toList();
        // the secret part of the key is behind some 280 bytes of its public part
        byte[] binary = gpg.exportSecret(PASSPHRASE);
        secrets = List.of(PASSPHRASE, lines.get(10), new String(binary, 400, 40, StandardCharsets.ISO_8859_1));
    }

    @AfterAll
    static void stop() throws Exception {
        gpg.close();
    }

    @Test
    void isNowhereAfterABuildOnTheBuiltInNode() throws Exception {
        WorkflowRun build = sign("built-in");

        expectNothing(build, jenkins.jenkins.getRootDir().toPath());
    }

    @Test
    void isNowhereAfterABuildOnAnAgentWhichDoesNotLoadOpenPgp() throws Exception {
        Path classes = directory.resolve("classes.log");
        Slave agent = agents.create(jenkins, "agent", "-Xlog:class+load=info:file=" + classes);
        Path root = Path.of(agent.getRemoteFS());
        agent.getChannel().call(new FinestLog(root.resolve("finest.log").toString()));

        WorkflowRun build = sign("agent");
        agent.getChannel().call(new HeapDump(root.resolve("memory.hprof").toString()));

        assertThat(root.resolve("memory.hprof")).isRegularFile();
        assertThat(Traces.of("Successfully packaged chart", root)).isNotEmpty();
        assertThat(Files.readString(classes))
                .contains("io.jenkins.plugins.ocichart.operation.packaging.Packaging")
                .doesNotContain("org.bouncycastle", "ocichart.signature.provenance");
        expectNothing(build, root);
        expectNothing(build, jenkins.jenkins.getRootDir().toPath());
    }

    private static WorkflowRun sign(String label) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                node('LABEL') {
                    CHART
                    def charts = ociChartPackage chart: 'web', signingKeyCredentialsId: 'key', signingKey: 'Ann',
                        passphraseCredentialsId: 'passphrase'
                    def verified = ociChartVerify chart: charts[0].path, keyringCredentialsId: 'keyring'
                    echo "signed by ${verified.signedBy[0]}: ${charts[0].provenancePath}"
                    catchError {
                        ociChartPackage chart: 'web', signingKeyCredentialsId: 'key', signingKey: 'Bob',
                            passphraseCredentialsId: 'passphrase'
                    }
                    catchError { ociChartPackage chart: 'web', signingKeyCredentialsId: 'key' }
                }
                """.replace("LABEL", label).replace("CHART", CHART), true));
        WorkflowRun build = jenkins.waitForCompletion(job.scheduleBuild2(0).waitForStart());
        jenkins.assertLogContains("signed by Ann <ann@example.com>: web-1.2.3.tgz.prov", build);
        jenkins.assertLogContains("private key not found", build);
        jenkins.assertLogContains("needs a passphrase", build);
        jenkins.assertLogNotContains("\tat ", build);
        return build;
    }

    private static void expectNothing(WorkflowRun build, Path root) throws Exception {
        for (String secret : secrets) {
            assertThat(Traces.isIn(secret, JenkinsRule.getLog(build))).isFalse();
            assertThat(Traces.of(secret, root))
                    .as("secret %d", secrets.indexOf(secret))
                    .isEmpty();
        }
    }

    private static void add(Credentials credentials) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().add(credentials);
        provider.save();
    }

    private static final class HeapDump extends MasterToSlaveCallable<Void, IOException> {
        private static final long serialVersionUID = 1L;

        private final String file;

        HeapDump(String file) {
            this.file = file;
        }

        @Override
        public Void call() throws IOException {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, false);
            return null;
        }
    }
}
