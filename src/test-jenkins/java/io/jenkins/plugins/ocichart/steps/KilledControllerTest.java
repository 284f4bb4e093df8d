package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller whose process is killed in the middle of a step of each kind, on the built-in node and on an agent that lives
 * on: after the restart each step starts again, and the result is that of one run.
 */
@EnabledIfSystemProperty(
        named = "killed.controller",
        matches = "true",
        disabledReason =
                "at times the Jenkins that was restarted doesn't know the test's agent: -Dkilled.controller=true")
class KilledControllerTest {
    private static final int CHARTS = 30;
    private static final int EXECUTORS = 6;
    private static final String PGP_PASSPHRASE = "passphrase+of~the+key";
    private static final List<String> NODES = List.of("built-in", "far");

    /** What each step is about to do when the controller is killed. */
    private static final String LAST_REQUEST = "GET /v2/[\\w-]+/shown/blobs/.*"
            + "|GET /v2/[\\w-]+/verified/blobs/.*"
            + "|PUT /v2/[\\w-]+/signed/manifests/.*\\.sig"
            + "|PUT /v2/[\\w-]+/copied/web/manifests/1.2.3"
            + "|PUT /v2/[\\w-]+/migrated/web/manifests/1.20.0";

    /** What is slow at first, loading classes, is done before the gate; a request may be held for a minute. */
    private static final String WAITING = """
            node('NODE') {
                ociChartVersions chart: 'oci://REPOSITORY/web'
                writeFile file: 'DIRECTORY/ready-JOB', text: ''
                while (!fileExists('DIRECTORY/go-JOB')) {
                    sleep 1
                }
                STEP
            }
            """;

    private static final Map<String, String> STEPS = new TreeMap<>(Map.of(
            "show",
            "echo ociChartShow(chart: 'oci://REPOSITORY/shown:1.2.3', what: 'chart')",
            "verify",
            "def found = ociChartVerify chart: 'oci://REPOSITORY/verified:1.2.3', publicKeyCredentialsId: 'public'\n"
                    + "echo \"signatures: ${found.signatures.size()}\"",
            "sign",
            "def signed = ociChartSign chart: 'oci://REPOSITORY/signed:1.2.3', keyCredentialsId: 'private',"
                    + " passphraseCredentialsId: 'cosign-passphrase'\n"
                    + "echo \"signatures: ${signed.signatures.size()}\"",
            "copy",
            "def copied = ociChartCopy from: 'oci://REPOSITORY/web:1.2.3', to: 'oci://REPOSITORY/copied',"
                    + " publicKeyCredentialsId: 'public'\n"
                    + "echo \"copied ${copied.ref}\"",
            "migrate",
            "def counts = ociChartMigrate from: 'SITE', remote: 'oci://REPOSITORY/migrated', parallelism: 1\n"
                    + "echo \"complete: ${counts.pushed + counts.unchanged}\"",
            "package",
            "dir('DIRECTORY') {\n"
                    + "def charts = ociChartPackage chart: 'charts/*', destination: 'dist-NODE',"
                    + " signingKeyCredentialsId: 'pgp', passphraseCredentialsId: 'pgp-passphrase'\n"
                    + "echo \"packaged: ${charts.size()}\"\n}"));

    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension();

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path directory;

    @BeforeEach
    void makeCharts() throws IOException {
        byte[] content = new byte[4_900_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("content.bin"), content);
        for (int i = 0; i < CHARTS; i++) {
            Path folder = Files.createDirectories(directory.resolve("charts/web" + i));
            Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: web" + i + "\nversion: 1.2.3\n");
            Files.createLink(folder.resolve("content.bin"), file);
        }
        for (int i = 0; i < 40; i++) {
            ChartTar.write(directory.resolve("site"), "web", "1." + i + ".0");
        }
    }

    @Test
    void stepsStartAgainAndEndAsIfNothingHadHappened() throws Throwable {
        HelmProgram helm = HelmProgram.three();
        helm.run("repo", "index", directory.resolve("site").toString());
        CosignProgram cosign = CosignProgram.VERSION_3;
        cosign.generateKeys(directory, "release");
        try (GnuPg gpg = GnuPg.start();
                ChartSite site = ChartSite.start().serving(directory.resolve("site"));
                DockerRegistry docker = DockerRegistry.start();
                RecordingRegistry registry = RecordingRegistry.inFrontOf(docker.host())) {
            gpg.newKey("Ann <ann@example.com>", "ed25519", "default", "never", PGP_PASSPHRASE, null);
            for (String node : NODES) {
                for (String name : List.of("shown", "verified", "signed", "web")) {
                    EmbeddedHelm.push(
                            ChartTar.write(directory.resolve("pushed"), name, "1.2.3"),
                            "oci://" + docker.host() + "/" + node);
                }
                cosign.sign(directory, "release", docker.host() + "/" + node + "/verified:1.2.3");
                cosign.sign(directory, "release", docker.host() + "/" + node + "/web:1.2.3");
            }
            Keys keys = new Keys(
                    Files.readAllBytes(directory.resolve("release.key")),
                    Files.readAllBytes(directory.resolve("release.pub")),
                    gpg.exportSecret(PGP_PASSPHRASE));
            Map<String, String> jobs = new HashMap<>();
            for (String node : NODES) {
                STEPS.forEach((name, step) -> jobs.put(
                        name + "-" + node,
                        WAITING.replace("STEP", step)
                                .replace("JOB", name + "-" + node)
                                .replace("REPOSITORY", registry.host() + "/" + node)
                                .replace("SITE", site.url())
                                .replace("DIRECTORY", directory.toString())
                                .replace("NODE", node)));
            }
            controller.startJenkins();
            agents.createAgent(controller, "far");
            controller.runRemotely(new Prepare(keys));
            controller.runRemotely(new Start(new HashMap<>(jobs)));
            for (String job : jobs.keySet()) {
                await(job, () -> Files.exists(directory.resolve("ready-" + job)));
            }
            registry.hold(LAST_REQUEST);
            for (String job : jobs.keySet()) {
                if (!job.startsWith("package-")) {
                    go(job);
                }
            }
            await("all are held", () -> NODES.stream().allMatch(node -> isHeld(registry, node)));
            for (String node : NODES) {
                go("package-" + node);
                await("packages on " + node, () -> !archives(node).isEmpty());
            }
            controller.stopJenkinsForcibly();
            Map<Path, byte[]> before = new HashMap<>();
            for (String node : NODES) {
                assertThat(archives(node)).as(node).hasSizeLessThan(CHARTS);
                for (Path provenance : files(node, ".prov")) {
                    before.put(provenance, Files.readAllBytes(provenance));
                }
            }
            List<String> migrated = manifests(registry, "migrated/web");
            assertThat(migrated).hasSizeBetween(2, 79);
            registry.release();

            controller.startJenkins();
            Map<String, String> logs = controller.runRemotely(new Finish());

            assertThat(logs).containsOnlyKeys(jobs.keySet());
            logs.forEach((job, log) -> assertThat(log)
                    .as(job)
                    .contains("Jenkins was restarted in the middle of this step; it starts again.")
                    .endsWith("Finished: SUCCESS\n")
                    .doesNotContain("\tat "));
            for (String node : NODES) {
                assertThat(logs.get("show-" + node)).contains("name: shown");
                assertThat(logs.get("verify-" + node)).contains("signatures: 1");
                assertThat(logs.get("sign-" + node)).contains("signatures: 2");
                assertThat(logs.get("migrate-" + node)).contains("complete: 40");
                assertThat(logs.get("package-" + node)).contains("packaged: " + CHARTS);
                signedOnce(docker.host() + "/" + node, "signed", cosign);
                assertThat(digest(docker.host(), node + "/copied/web", "1.2.3"))
                        .isEqualTo(digest(docker.host(), node + "/web", "1.2.3"));
                cosign.verify(directory, "release", docker.host() + "/" + node + "/copied/web:1.2.3");

                assertThat(archives(node)).hasSize(CHARTS);
                Path keyring = Files.write(directory.resolve("keyring.gpg"), gpg.export());
                for (Path archive : archives(node)) {
                    helm.run("verify", "--keyring", keyring.toString(), archive.toString());
                }
            }
            assertThat(manifests(registry, "migrated/web")).hasSize(80).doesNotHaveDuplicates();
            before.forEach(
                    (file, content) -> assertThat(file).as("signed before").hasBinaryContent(content));
            for (String secret : List.of(PGP_PASSPHRASE, CosignProgram.PASSPHRASE, keys.sample())) {
                for (String place : List.of("jobs", "workspace")) {
                    assertThat(Traces.of(secret, controller.getHome().toPath().resolve(place)))
                            .as(place)
                            .isEmpty();
                }
            }
        }
    }

    private void go(String job) throws IOException {
        Files.createFile(directory.resolve("go-" + job));
    }

    /** Whether the steps on a node are where they will be interrupted. */
    private static boolean isHeld(RecordingRegistry registry, String node) {
        List<String> held = registry.held();
        boolean bundle = registry.lines().stream()
                .anyMatch(line -> line.matches("PUT /v2/" + node + "/signed/manifests/sha256-[0-9a-f]+ 201"));
        return bundle
                && Stream.of("shown", "verified", "signed", "copied", "migrated")
                        .allMatch(name -> held.stream().anyMatch(line -> line.contains("/" + node + "/" + name + "/")));
    }

    private void signedOnce(String repository, String name, CosignProgram cosign) throws Exception {
        String host = repository.substring(0, repository.indexOf('/'));
        String path = repository.substring(host.length() + 1) + "/" + name;
        String tag = digest(host, path, "1.2.3").replace(':', '-');
        assertThat(get(host, path, tag + ".sig").body().split("dev.cosignproject.cosign/signature", -1))
                .as("signatures of the tag, and what is around them")
                .hasSize(2);
        assertThat(get(host, path, tag).body().split("\"artifactType\"", -1))
                .as("bundles of the index of referrers, and what is around them")
                .hasSize(2);
        cosign.verify(directory, "release", host + "/" + path + ":1.2.3");
        CosignProgram.VERSION_2.verify(directory, "release", host + "/" + path + ":1.2.3");
    }

    private static String digest(String host, String repository, String tag) throws Exception {
        return get(host, repository, tag)
                .headers()
                .firstValue("docker-content-digest")
                .orElseThrow();
    }

    private static HttpResponse<String> get(String host, String repository, String reference) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + host + "/v2/" + repository + "/manifests/" + reference))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .header("Accept", "application/vnd.oci.image.index.v1+json")
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> manifests(RecordingRegistry registry, String repository) {
        return registry.lines().stream()
                .filter(line -> line.matches("PUT .*/" + repository + "/manifests/.* 201"))
                .toList();
    }

    private List<Path> archives(String node) {
        return files(node, ".tgz");
    }

    private List<Path> files(String node, String end) {
        Path folder = directory.resolve("dist-" + node);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 9000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private record Keys(byte[] cosign, byte[] cosignPublic, byte[] pgp) implements Serializable {
        /** A line of the private key. */
        String sample() {
            return new String(cosign, StandardCharsets.US_ASCII)
                    .lines()
                    .toList()
                    .get(3);
        }
    }

    private record Start(HashMap<String, String> scripts) implements RealJenkinsExtension.Step {
        @Override
        public void run(JenkinsRule rule) throws Throwable {
            for (Map.Entry<String, String> script : scripts.entrySet()) {
                WorkflowJob job = rule.createProject(WorkflowJob.class, script.getKey());
                job.setDefinition(new CpsFlowDefinition(script.getValue(), true));
                job.scheduleBuild2(0).waitForStart();
            }
        }
    }

    private record Prepare(Keys keys) implements RealJenkinsExtension.Step {
        @Override
        public void run(JenkinsRule rule) throws Throwable {
            rule.jenkins.setNumExecutors(EXECUTORS);
            ((Slave) rule.jenkins.getNode("far")).setNumExecutors(EXECUTORS);
            rule.jenkins.setNodes(rule.jenkins.getNodes());
            file("private", keys.cosign);
            file("public", keys.cosignPublic);
            file("pgp", keys.pgp);
            text("cosign-passphrase", CosignProgram.PASSPHRASE);
            text("pgp-passphrase", PGP_PASSPHRASE);
            SystemCredentialsProvider.getInstance().save();
        }

        private static void file(String id, byte[] content) throws Exception {
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new FileCredentialsImpl(
                            CredentialsScope.GLOBAL, id, null, id, SecretBytes.fromBytes(content)));
        }

        private static void text(String id, String text) {
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(text)));
        }
    }

    /** Returns the logs, by the name of the job. */
    private record Finish() implements RealJenkinsExtension.Step2<HashMap<String, String>> {
        @Override
        public HashMap<String, String> run(JenkinsRule rule) throws Throwable {
            HashMap<String, String> logs = new HashMap<>();
            for (WorkflowJob job : rule.jenkins.getAllItems(WorkflowJob.class)) {
                WorkflowRun build = rule.waitForCompletion(job.getBuildByNumber(1));
                logs.put(job.getName(), JenkinsRule.getLog(build));
            }
            return logs;
        }
    }
}
