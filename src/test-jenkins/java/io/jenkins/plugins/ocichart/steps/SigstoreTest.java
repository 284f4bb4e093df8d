package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Slave;
import hudson.model.StringParameterDefinition;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.freestyle.OciChartSigstoreUploadBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciChartSigstoreVerifyBuilder;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.simulator.RecordedRekor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A signed chart and a Rekor log, with the answers of a real one. */
@WithJenkins
class SigstoreTest {
    @RegisterExtension
    final Agents agents = new Agents();

    @TempDir
    private Path directory;

    /** The keyring has a secret key, too, which somebody exported by mistake. */
    @Test
    void addsAndVerifiesOnAnAgentThatGetsNoKeyAndLoadsNoOpenPgp(JenkinsRule jenkins) throws Exception {
        String secret = addKeyring();
        Path classes = directory.resolve("classes.log");
        Slave agent = agents.create(jenkins, "log-agent", "-Xlog:class+load=info:file=" + classes);
        try (RecordedRekor log = RecordedRekor.start()) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class);
            job.setDefinition(new CpsFlowDefinition(
                    """
                    node('log-agent') {
                        writeFile file: 'web-1.2.3.tgz', text: 'ARCHIVE', encoding: 'Base64'
                        writeFile file: 'web-1.2.3.tgz.prov', text: 'PROVENANCE', encoding: 'Base64'
                        def key = '''PUBLIC'''
                        def one = ociChartSigstoreUpload chart: 'web-1.2.3.tgz', rekorUrl: 'URL', rekorPublicKey: key,
                            keyringCredentialsId: 'keyring'
                        def two = ociChartSigstoreVerify chart: 'web-1.2.3.tgz', rekorUrl: 'URL', rekorPublicKey: key,
                            keyringCredentialsId: 'keyring'
                        echo "created ${one.created}, same ${one.uuid == two.uuid}, by ${two.signedBy[0]}"
                    }
                    """.replace("ARCHIVE", base64("web-1.2.3.tgz"))
                            .replace("PROVENANCE", base64("web-1.2.3.tgz.prov"))
                            .replace("'''PUBLIC'''", "'''" + RecordedRekor.text("log.pub") + "'''")
                            .replace("URL", log.url()),
                    true));

            WorkflowRun build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("created true, same true, by Ann <ann@example.com>", build);
            assertThat(ChartEvents.of(build)).hasSize(1); // the same chart, verified twice
            assertThat(log.asked()).noneMatch(request -> Traces.isIn(secret, request));
            assertThat(Files.readString(classes))
                    .contains("io.jenkins.plugins.ocichart.operation.sigstore.FindLogEntries")
                    .doesNotContain("org.bouncycastle", "ocichart.signature.provenance", "ocichart.signature.rekor");
            assertThat(Traces.of(secret, Path.of(agent.getRemoteFS()))).isEmpty();
            assertThat(Traces.of(secret, jenkins.jenkins.getRootDir().toPath())).isEmpty();
        }
    }

    @Test
    void worksInAFreestyleJob(JenkinsRule jenkins) throws Exception {
        addKeyring();
        Files.write(directory.resolve("web-1.2.3.tgz"), RecordedRekor.file("web-1.2.3.tgz"));
        Files.write(directory.resolve("web-1.2.3.tgz.prov"), RecordedRekor.file("web-1.2.3.tgz.prov"));
        try (RecordedRekor log = RecordedRekor.start()) {
            OciChartSigstoreUploadBuilder upload =
                    new OciChartSigstoreUploadBuilder(directory + "/web-1.2.3.tgz", log.url());
            upload.keyringCredentialsId = "keyring";
            OciChartSigstoreVerifyBuilder verify =
                    new OciChartSigstoreVerifyBuilder(directory + "/${NAME}-1.2.3.tgz", log.url());
            verify.keyringCredentialsId = "keyring";
            FreeStyleProject job = jenkins.createFreeStyleProject();
            job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("NAME", "web")));
            job.getBuildersList().add(upload);
            job.getBuildersList().add(verify);

            FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);

            jenkins.assertLogContains("Created Helm entry at index ", build);
            jenkins.assertLogContains("Chart Verified Successfully From Helm entry:", build);
            assertThat(ChartEvents.of(build)).hasSize(1); // the same chart, verified twice
        }
    }

    private static String addKeyring() throws Exception {
        try (GnuPg gpg = GnuPg.start()) {
            gpg.newKey("Bob <bob@example.com>", "rsa2048", "sign");
            String locked = new String(gpg.exportSecret("", "--armor"), StandardCharsets.US_ASCII);
            byte[] keys = (RecordedRekor.text("ann.asc") + locked).getBytes(StandardCharsets.US_ASCII);
            Logins.addFile("keyring", keys);
            List<String> lines = locked.lines().toList();
            return lines.get(lines.size() / 2);
        }
    }

    private static String base64(String file) {
        return Base64.getEncoder().encodeToString(RecordedRekor.file(file));
    }
}
