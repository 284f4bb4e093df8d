package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Kill;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.Programs;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.RecordedRekor;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.io.Closeable;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller whose process is killed in the middle of a step of each kind, on the built-in node and on an agent that lives
 * on: after the restart each step starts again, and the result is that of one run.
 */
class KilledControllerTest {
    private static final List<String> NODES = List.of("built-in", "far");
    private static final String PGP_PASSPHRASE = "passphrase+of~the+key";

    /** How many charts are packaged; the first are small, and the others take seconds each. */
    private static final int CHARTS = 12;

    private static final int SMALL_CHARTS = 3;

    /** What is slow at first, such as loading classes, is done before anything is held. */
    private static final String WAITING = """
            node('NODE') {
                ociChartVersions chart: 'oci://REPOSITORY/web'
                BEFORE
                writeFile file: 'DIRECTORY/ready-JOB', text: ''
                while (!fileExists('DIRECTORY/go-JOB')) {
                    sleep 1
                }
                STEP
            }
            """;

    private static final String PACKAGE = """
            dir('DIRECTORY') {
                def charts = ociChartPackage chart: '%s', destination: '%s-NODE', signingKeyCredentialsId: 'pgp',
                    passphraseCredentialsId: 'pgp-passphrase'
                echo "packaged: ${charts.size()}"
            }
            """;

    private static final String DEPENDENCY = """
            writeFile file: 'Chart.yaml', text: '''apiVersion: v2
            name: app
            version: 1.0.0
            dependencies:
            - {name: db, version: ^1, repository: "SITE/JOB"}
            '''
            """;

    private static final String LOG = "chart: 'DIRECTORY/logged/web-1.2.3.tgz', rekorUrl: 'http://LOG', rekorPublicKey:"
            + " '''KEY''', keyringCredentialsId: 'ann'\n";

    private static final Map<String, Interrupted> STEPS = new TreeMap<>(Map.ofEntries(
            step(
                    "show",
                    "echo ociChartShow(chart: 'oci://REPOSITORY/shown:1.2.3', what: 'chart')",
                    "GET /v2/NODE/shown/blobs/.*",
                    "name: shown"),
            step(
                    "versions",
                    "echo \"found: ${ociChartVersions(chart: 'oci://REPOSITORY/listed')}\"",
                    "GET /v2/NODE/listed/tags/list",
                    "found: [1.2.3]"),
            step(
                    "pull",
                    "def pulled = ociChartPull chart: 'oci://REPOSITORY/pulled:1.2.3', destination: 'in'\n"
                            + "echo \"pulled: ${fileExists pulled.path}\"",
                    "GET /v2/NODE/pulled/blobs/.*",
                    "pulled: true"),
            step(
                    "push",
                    "def pushed = ociChartPush chart: 'DIRECTORY/pushed/sent-1.2.3.tgz', remote: 'oci://REPOSITORY'\n"
                            + "echo \"pushed: ${pushed.size()}\"",
                    "PUT /v2/NODE/sent/manifests/1.2.3",
                    "pushed: 1"),
            step(
                    "verify",
                    "def found = ociChartVerify chart: 'oci://REPOSITORY/verified:1.2.3',"
                            + " publicKeyCredentialsId: 'public'\necho \"signatures: ${found.signatures.size()}\"",
                    "GET /v2/NODE/verified/blobs/.*",
                    "signatures: 1"),
            step(
                    "sign",
                    "def signed = ociChartSign chart: 'oci://REPOSITORY/signed:1.2.3', keyCredentialsId: 'private',"
                            + " passphraseCredentialsId: 'cosign-passphrase'\n"
                            + "echo \"signatures: ${signed.signatures.size()}\"",
                    "PUT /v2/NODE/signed/manifests/.*\\.sig",
                    "signatures: 2"),
            step(
                    "copy",
                    "def copied = ociChartCopy from: 'oci://REPOSITORY/web:1.2.3', to: 'oci://REPOSITORY/copied',"
                            + " publicKeyCredentialsId: 'public'\necho \"copied: ${copied.ref}\"",
                    "PUT /v2/NODE/copied/web/manifests/1.2.3",
                    "copied: "),
            step(
                    "migrate",
                    "def counts = ociChartMigrate from: 'SITE/charts', remote: 'oci://REPOSITORY/migrated',"
                            + " parallelism: 1\necho \"complete: ${counts.pushed + counts.unchanged}\"",
                    "PUT /v2/NODE/migrated/web/manifests/1.20.0",
                    "complete: 40"),
            step(
                    "update",
                    DEPENDENCY + "echo \"fetched: ${ociChartDependencyUpdate(CORP)*.path}\"",
                    "GET /JOB/db-1.0.0.tgz",
                    "fetched: [charts/db-1.0.0.tgz]"),
            Map.entry(
                    "build",
                    new Interrupted(
                            DEPENDENCY + "ociChartDependencyUpdate(CORP)\ndir('charts') { deleteDir() }",
                            "echo \"fetched: ${ociChartDependencyBuild(CORP)*.path}\"",
                            "GET /JOB/db-1.0.0.tgz",
                            "fetched: [charts/db-1.0.0.tgz]")),
            step(
                    "upload",
                    "def entry = ociChartSigstoreUpload " + LOG + "echo \"created: ${entry.created}\"",
                    "POST /api/v1/log/entries",
                    "created: false"),
            step(
                    "search",
                    "def entry = ociChartSigstoreVerify " + LOG + "echo \"by: ${entry.signedBy[0]}\"",
                    "POST /api/v1/index/retrieve",
                    "by: Ann <ann@example.com>"),
            Map.entry(
                    "package",
                    new Interrupted(
                            PACKAGE.formatted("charts/web00", "first"),
                            PACKAGE.formatted("charts/*", "dist"),
                            "",
                            "packaged: " + CHARTS))));

    /** Steps whose request is done, but they don't hear of it. */
    private static final Set<String> UNHEARD = Set.of("push", "upload");

    /** A request may be held for as long as the slowest machine needs. */
    private static final String[] PATIENT = Stream.of("idle", "small", "answer")
            .map(limit -> "-Dio.jenkins.plugins.ocichart.registry.http.TimeLimits." + limit + "=600000")
            .toArray(String[]::new);

    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension()
            .withPort(Programs.freePort())
            .javaOptions(PATIENT)
            // Of Pipeline, for an agent to come back: five minutes, but in tests only 15 seconds.
            .javaOptions("-Dorg.jenkinsci.plugins.workflow.support.pickles.ExecutorPickle.timeoutForNodeMillis=300000");

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir
    private Path directory;

    private final Map<String, String> jobs = new HashMap<>();

    @Test
    void stepsStartAgainAndEndAsIfNothingHadHappened() throws Throwable {
        HelmProgram helm = HelmProgram.three();
        CosignProgram cosign = CosignProgram.VERSION_3;
        cosign.generateKeys(directory, "release");
        makeCharts();
        makeSite(helm);
        try (GnuPg gpg = GnuPg.start();
                ChartSite site = ChartSite.start().serving(directory.resolve("site"));
                RecordingRegistry repository = inFrontOf(site.url());
                DockerRegistry docker = DockerRegistry.start();
                RecordingRegistry registry = RecordingRegistry.inFrontOf(docker.host());
                Logs logs = new Logs()) {
            gpg.newKey("Ann <ann@example.com>", "ed25519", "default", "never", PGP_PASSPHRASE, null);
            for (String node : NODES) {
                for (String name : List.of("shown", "listed", "pulled", "verified", "signed", "web")) {
                    EmbeddedHelm.push(chart(name), "oci://" + docker.host() + "/" + node);
                }
                cosign.sign(directory, "release", docker.host() + "/" + node + "/verified:1.2.3");
                cosign.sign(directory, "release", docker.host() + "/" + node + "/web:1.2.3");
            }
            chart("sent");
            Keys keys = new Keys(
                    Files.readAllBytes(directory.resolve("release.key")),
                    Files.readAllBytes(directory.resolve("release.pub")),
                    gpg.exportSecret(PGP_PASSPHRASE),
                    RecordedRekor.file("ann.asc"));
            writeScripts(registry, repository, logs);
            controller.startJenkins();
            agents.createAgent(
                    controller,
                    InboundAgentExtension.Options.newBuilder()
                            .name("far")
                            .javaOptions(PATIENT)
                            .build());
            String agent = controller.runRemotely(new Prepare(keys));
            controller.runRemotely(new Start(new HashMap<>(jobs)));
            for (String job : jobs.keySet()) {
                await(job + " is ready", () -> Files.exists(directory.resolve("ready-" + job)));
            }
            List<RecordingRegistry> places = new ArrayList<>(logs.places.values());
            places.add(repository);
            places.add(registry);
            places.forEach(KilledControllerTest::hold);
            for (String job : jobs.keySet()) {
                if (!job.startsWith("package-")) {
                    go(job);
                }
            }
            for (String job : jobs.keySet()) {
                await(
                        job + " is held",
                        () -> job.startsWith("package-")
                                || isHeld(job, logs.places.getOrDefault(job, registry))
                                || isHeld(job, repository));
            }
            for (String node : NODES) {
                go("package-" + node);
            }
            await(
                    "both package",
                    () -> NODES.stream().noneMatch(node -> archives(node).isEmpty()));
            Kill.of(controller);
            Map<Path, byte[]> before = new HashMap<>();
            for (String node : NODES) {
                assertThat(archives(node)).as(node).hasSizeLessThan(CHARTS);
                for (Path provenance : files(node, ".prov")) {
                    before.put(provenance, Files.readAllBytes(provenance));
                }
            }
            for (String node : NODES) {
                assertThat(manifests(registry, node + "/migrated/web")).hasSizeBetween(1, 39);
                assertThat(manifests(registry, node + "/sent")).hasSize(1);
            }
            makeLargeChartsSmall();
            places.forEach(RecordingRegistry::release);

            controller.startJenkins();
            Map<String, String> output = controller.runRemotely(new Finish());

            assertThat(output).containsOnlyKeys(jobs.keySet());
            output.forEach((job, log) -> assertThat(log)
                    .as(job)
                    .contains("Jenkins was restarted in the middle of this step; it starts again.")
                    .contains(STEPS.get(verb(job)).result())
                    .endsWith("Finished: SUCCESS\n")
                    .doesNotContain("\tat "));
            Path keyring = Files.write(directory.resolve("keyring.gpg"), gpg.export());
            for (String node : NODES) {
                String place = docker.host() + "/" + node;
                signedOnce(place, "signed", cosign);
                assertThat(digest(docker.host(), node + "/copied/web", "1.2.3"))
                        .isEqualTo(digest(docker.host(), node + "/web", "1.2.3"));
                cosign.verify(directory, "release", place + "/copied/web:1.2.3");
                assertThat(EmbeddedHelm.show("chart", "oci://" + place + "/sent", "1.2.3"))
                        .contains("name: sent");
                assertThat(manifests(registry, node + "/migrated/web"))
                        .hasSize(40)
                        .doesNotHaveDuplicates();
                assertThat(logs.added("upload-" + node)).isEqualTo(List.of(201, 409));
                assertThat(archives(node)).hasSize(CHARTS);
                for (Path archive : archives(node)) {
                    helm.run("verify", "--keyring", keyring.toString(), archive.toString());
                }
            }
            before.forEach(
                    (file, content) -> assertThat(file).as("signed before").hasBinaryContent(content));
            for (String secret : List.of(PGP_PASSPHRASE, CosignProgram.PASSPHRASE, keys.sample())) {
                for (Path root : List.of(Path.of(agent), controller.getHome().toPath())) {
                    for (Path place : places(root)) {
                        assertThat(Traces.of(secret, place)).isEmpty();
                    }
                }
            }
        }
    }

    private Path chart(String name) throws IOException {
        return ChartTar.write(directory.resolve("pushed"), name, "1.2.3");
    }

    private void makeCharts() throws IOException {
        byte[] content = new byte[4_900_000];
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("content.bin"), content);
        for (int i = 0; i < CHARTS; i++) {
            String name = "web%02d".formatted(i);
            Path folder = Files.createDirectories(directory.resolve("charts").resolve(name));
            Files.writeString(folder.resolve("Chart.yaml"), "apiVersion: v2\nname: " + name + "\nversion: 1.2.3\n");
            for (int j = 0; i >= SMALL_CHARTS && j < 10; j++) {
                Files.createLink(folder.resolve(j + ".bin"), file);
            }
        }
    }

    /** The rest needs less time, but what has been packaged stays as it is. */
    private void makeLargeChartsSmall() throws IOException {
        for (int i = SMALL_CHARTS; i < CHARTS; i++) {
            String name = "web%02d".formatted(i);
            if (NODES.stream()
                    .noneMatch(node ->
                            Files.exists(directory.resolve("dist-" + node).resolve(name + "-1.2.3.tgz")))) {
                for (int j = 0; j < 10; j++) {
                    Files.delete(directory.resolve("charts").resolve(name).resolve(j + ".bin"));
                }
            }
        }
    }

    private void makeSite(HelmProgram helm) throws Exception {
        Path site = directory.resolve("site");
        for (int i = 0; i < 40; i++) {
            ChartTar.write(site.resolve("charts"), "web", "1." + i + ".0");
        }
        helm.run("repo", "index", site.resolve("charts").toString());
        for (String node : NODES) {
            for (String verb : List.of("update-", "build-")) {
                ChartTar.write(site.resolve(verb + node), "db", "1.0.0");
                helm.run("repo", "index", site.resolve(verb + node).toString());
            }
        }
        for (String file : List.of("web-1.2.3.tgz", "web-1.2.3.tgz.prov")) {
            Path folder = Files.createDirectories(directory.resolve("logged"));
            Files.write(folder.resolve(file), RecordedRekor.file(file));
        }
    }

    private void writeScripts(RecordingRegistry registry, RecordingRegistry repository, Logs logs) {
        for (String node : NODES) {
            STEPS.forEach((verb, step) -> {
                String job = verb + "-" + node;
                jobs.put(
                        job,
                        WAITING.replace("BEFORE", step.before())
                                .replace("STEP", step.script())
                                .replace("CORP", "repositories: [[url: 'SITE/JOB', name: 'corp']]")
                                .replace("LOG", logs.host(job))
                                .replace("JOB", job)
                                .replace("KEY", RecordedRekor.text("log.pub"))
                                .replace("REPOSITORY", registry.host() + "/" + node)
                                .replace("SITE", "http://" + repository.host())
                                .replace("DIRECTORY", directory.toString())
                                .replace("NODE", node));
            });
        }
    }

    /** Everything of a Jenkins home or an agent's folder except programs. */
    private static List<Path> places(Path root) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(place -> !List.of("plugins", "remoting").contains(String.valueOf(place.getFileName())))
                    .toList();
        }
    }

    private void go(String job) throws IOException {
        Files.createFile(directory.resolve("go-" + job));
    }

    private static void hold(RecordingRegistry place) {
        place.hold(requests(false));
        place.holdAnswers(requests(true));
    }

    private static String requests(boolean areDone) {
        return STEPS.entrySet().stream()
                .filter(step -> UNHEARD.contains(step.getKey()) == areDone)
                .map(step -> step.getValue().request())
                .filter(request -> !request.isEmpty())
                .map(request -> request.replaceAll("NODE|JOB", "[\\\\w-]+"))
                .collect(Collectors.joining("|"));
    }

    /** Whether a step is where it will be interrupted. */
    private static boolean isHeld(String job, RecordingRegistry place) {
        String node = job.substring(job.indexOf('-') + 1);
        String request = STEPS.get(verb(job)).request().replace("NODE", node).replace("JOB", job);
        boolean bundleIsThere = !job.startsWith("sign-")
                || place.lines().stream()
                        .anyMatch(line -> line.matches("PUT /v2/" + node + "/signed/manifests/sha256-[0-9a-f]+ 201"));
        return bundleIsThere && place.held().stream().anyMatch(line -> line.matches(request));
    }

    private static String verb(String job) {
        return job.substring(0, job.indexOf('-'));
    }

    private static RecordingRegistry inFrontOf(String url) {
        return RecordingRegistry.inFrontOf(URI.create(url).getAuthority());
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
        for (int i = 0; i < 15_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    private static Map.Entry<String, Interrupted> step(String verb, String script, String request, String result) {
        return Map.entry(verb, new Interrupted("", script, request, result));
    }

    /**
     * A step that is interrupted.
     *
     * @param before what the build does before
     * @param request which request it waits for, a regular expression
     * @param result what it says after the restart
     */
    private record Interrupted(String before, String script, String request, String result) {}

    /** Logs, one for each job, each with a proxy. */
    private static final class Logs implements Closeable {
        private final List<Closeable> servers = new ArrayList<>();
        private final Map<String, RecordingRegistry> places = new HashMap<>();

        Logs() {
            for (String node : NODES) {
                add("upload-" + node, RecordedRekor.start());
                add("search-" + node, RecordedRekor.start().withChart());
            }
        }

        private void add(String job, RecordedRekor log) {
            RecordingRegistry place = inFrontOf(log.url());
            places.put(job, place);
            servers.add(place);
            servers.add(log);
        }

        String host(String job) {
            return places.containsKey(job) ? places.get(job).host() : "";
        }

        /** What a job's log has answered when it was asked to take an entry in. */
        List<Integer> added(String job) {
            return places.get(job).requests().stream()
                    .filter(request ->
                            request.method().equals("POST") && request.path().equals("/api/v1/log/entries"))
                    .map(RecordingRegistry.Recorded::status)
                    .toList();
        }

        @Override
        public void close() throws IOException {
            for (Closeable server : servers) {
                server.close();
            }
        }
    }

    private record Keys(byte[] cosign, byte[] cosignPublic, byte[] pgp, byte[] ann) implements Serializable {
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

    /** Returns the agent's folder. */
    private record Prepare(Keys keys) implements RealJenkinsExtension.Step2<String> {
        @Override
        public String run(JenkinsRule rule) throws Throwable {
            Slave agent = (Slave) rule.jenkins.getNode("far");
            rule.jenkins.setNumExecutors(STEPS.size());
            agent.setNumExecutors(STEPS.size());
            rule.jenkins.setNodes(rule.jenkins.getNodes());
            file("private", keys.cosign);
            file("public", keys.cosignPublic);
            file("pgp", keys.pgp);
            file("ann", keys.ann);
            text("cosign-passphrase", CosignProgram.PASSPHRASE);
            text("pgp-passphrase", PGP_PASSPHRASE);
            SystemCredentialsProvider.getInstance().save();
            return agent.getRemoteFS();
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
