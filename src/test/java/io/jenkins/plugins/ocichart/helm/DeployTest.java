package io.jenkins.plugins.ocichart.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.freestyle.OciChartUpgradeBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.KubernetesApi;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.record.RecordedDeployment;
import io.jenkins.plugins.ocichart.steps.OciChartInstallStep;
import io.jenkins.plugins.ocichart.steps.OciChartUpgradeStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Install and upgrade with the real programs, against a real Kubernetes API server and a real registry. */
class DeployTest {
    private static final String SECRET = "swordfish-9182";

    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: {{ .Release.Name }}}
            data:
              color: {{ .Values.color | quote }}
              password: {{ .Values.login.password | quote }}
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: {{ .Release.Name }}}
            spec:
              containers: [{name: main, image: none}]
            """;

    @Started
    private static KubernetesApi kubernetes;

    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void installsAChartOfTheRegistryAndWritesItsDigestIntoTheHistory(String program) throws Exception {
        StepBuild build = build(program);
        String remote = "oci://" + registry.host() + "/" + program;
        EmbeddedHelm.push(PackagedChart.pack("web", "1.2.3", directory), remote);

        OciChartInstallStep step = new OciChartInstallStep("web", remote + "/web");
        step.namespace = program + "-install";
        step.createNamespace = true;
        step.credentialsId = registry.credentials();
        Map<String, Object> result = run(build, step);

        String ref = registry.host() + "/" + program + "/web:1.2.3";
        String digest = (String) result.get("digest");
        assertThat(digest).matches("sha256:[0-9a-f]{64}");
        assertThat(result)
                .isEqualTo(Map.of(
                        "release",
                        "web",
                        "namespace",
                        program + "-install",
                        "revision",
                        1,
                        "status",
                        "deployed",
                        "ref",
                        ref,
                        "digest",
                        digest,
                        "environment",
                        kubernetes.host() + "/" + program + "-install"));
        assertThat(helm(program, "history", "web", "-n", program + "-install"))
                .contains("oci://" + ref + "@" + digest + " by charts#1");
        assertThat(ChartEvents.of(build.run()))
                .singleElement()
                .isInstanceOfSatisfying(RecordedDeployment.class, event -> {
                    assertThat(event.toMap()).isEqualTo(result);
                    assertThat(event.version).isEqualTo("1.2.3");
                    assertThat(event.cluster).isEqualTo(kubernetes.host());
                });
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void doesNotInstallTwice(String program) throws Exception {
        StepBuild build = build(program);
        OciChartInstallStep step = new OciChartInstallStep(program + "-twice", chart("web", MAP));
        step.values = Map.of("color", "blue", "login", Map.of("password", SECRET));
        run(build, step);

        assertThatThrownBy(() -> build.run(step))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("helm install failed: ")
                .hasMessageContaining("a name that is still in use");
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void upgradesWithFilesAndValuesOnTopOfThem(String program) throws Exception {
        StepBuild build = build(program);
        Files.writeString(build.workspace().resolve("one.yaml"), "color: red\nlogin: {password: one}\n");
        Files.writeString(build.workspace().resolve("two.yaml"), "color: green\n");
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-up", chart("web", MAP));
        step.valuesFiles = "one.yaml, two.yaml";
        step.environment = "staging";
        assertThat(run(build, step))
                .contains(entry("revision", 1), entry("environment", "staging"), entry("digest", null));
        assertThat(helm(program, "get", "manifest", program + "-up")).contains("color: \"green\"", "password: \"one\"");

        step.values = Map.of("login", Map.of("password", SECRET));
        assertThat(run(build, step)).contains(entry("revision", 2), entry("status", "deployed"));

        assertThat(helm(program, "get", "manifest", program + "-up"))
                .contains("color: \"green\"", "password: \"" + SECRET + "\"");
        assertThat(ChartEvents.of(build.run())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void aFailedAtomicUpgradeIsRolledBackAndNotRecorded(String program) throws Exception {
        StepBuild build = build(program);
        String release = program + "-atomic";
        OciChartUpgradeStep good = new OciChartUpgradeStep(release, chart("web", MAP));
        good.values = Map.of("color", "blue", "login", Map.of("password", SECRET));
        run(build, good);

        OciChartUpgradeStep bad = new OciChartUpgradeStep(release, chart("web", POD));
        bad.atomic = true;
        bad.timeout = "10s";
        assertThatThrownBy(() -> build.run(bad))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("helm upgrade failed: ")
                .hasMessageNotContainingAny("\n", SECRET);

        assertThat(helm(program, "history", release))
                .contains("\"revision\":2", "\"status\":\"failed\"", "Rollback to 1");
        assertThat(ChartEvents.of(build.run()))
                .singleElement()
                .isInstanceOfSatisfying(
                        RecordedDeployment.class,
                        event -> assertThat(event.revision).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void refusesAReleaseWhoseHelmWasKilled(String program) throws Exception {
        String release = program + "-killed";
        try (KubernetesApi.Obstacle obstacle = kubernetes.withoutPods()) {
            Path log = directory.resolve("install.log");
            ProcessBuilder command = new ProcessBuilder(
                    HelmProgram.onPath(program).path().toString(), "install", release, chart("web", POD));
            command.environment()
                    .put(
                            "KUBECONFIG",
                            Files.writeString(directory.resolve("obstacle"), obstacle.kubeconfig())
                                    .toString());
            Process install = command.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            assertThat(obstacle.awaitPod()).as(Files.readString(log)).isTrue();
            install.destroyForcibly().waitFor();
        }

        assertThatThrownBy(() -> build(program).run(new OciChartUpgradeStep(release, chart("web", "# nothing"))))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("another operation (install/upgrade/rollback) is in progress");
        assertThat(helm(program, "list", "--pending")).contains(release);
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void secretsOfValuesAreOnNoCommandLineInNoFileAndInNoLog(String program) throws Exception {
        StepBuild build = build(program);
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-secret", chart("web", MAP));
        step.values = Map.of("color", "blue", "login", Map.of("password", SECRET));
        run(build, step);

        assertThat(helm(program, "get", "values", program + "-secret")).contains(SECRET);
        assertThat(directory.resolve("arguments"))
                .content()
                .contains("--values - ", "--output json")
                .doesNotContain(SECRET);
        assertThat(directory.resolve("files")).content().startsWith("700 .\n").doesNotContain(SECRET);
        assertThat(build.console()).doesNotContain(SECRET);
        assertThat(step.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void masksValuesInTheWordsOfHelm(String program) throws Exception {
        StepBuild build = build(program);
        OciChartUpgradeStep step = new OciChartUpgradeStep(
                program + "-mask", chart("web", "{{ fail (printf \"no entry for %s\" .Values.password) }}"));
        step.values = Map.of("password", SECRET);

        assertThatThrownBy(() -> build.run(step))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("no entry for ****")
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void whatIsSimulatedIsNotRecorded(String program) throws Exception {
        StepBuild build = build(program);
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-dry", chart("web", "# nothing"));
        step.dryRun = true;

        assertThat(run(build, step)).contains(entry("revision", 1), entry("status", "pending-install"));
        assertThat(ChartEvents.of(build.run())).isEmpty();
        assertThatThrownBy(() -> helm(program, "history", program + "-dry")).hasMessageContaining("not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void usesASecretFileAsKubeconfigThatIsGoneAfterwards(String program) throws Exception {
        StepBuild build = Helms.build(directory, program);
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-config", chart("web", "# nothing"));
        step.kubeconfigCredentialsId = TestCredentials.addFile(kubernetes.kubeconfig());

        assertThat(run(build, step)).contains(entry("environment", kubernetes.host() + "/default"));
        assertThat(directory.resolve("files")).content().contains("600 ./kubeconfig\n");
        assertThat(build.temporaryFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void usesWhatTheAgentHasIfNothingElseNamesACluster(String program) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home/.kube"));
        Files.writeString(home.resolve("config"), kubernetes.kubeconfig());
        StepBuild build = Helms.build(directory, program)
                .withVariable("HOME", home.getParent().toString());

        assertThat(run(build, new OciChartUpgradeStep(program + "-home", chart("web", "# nothing"))))
                .contains(entry("status", "deployed"), entry("environment", kubernetes.host() + "/default"));
        assertThat(helm(program, "history", program + "-home")).contains("by charts#1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void childrenOfHelmLearnNothingOfValues(String program) throws Exception {
        Path seen = directory.resolve("seen");
        Path login = Files.writeString(directory.resolve("login"), """
                #!/bin/sh
                { cat; env; for process in $$ $PPID; do tr '\\0' ' ' < /proc/$process/cmdline; echo; done; } > %s
                echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "%s"}}'
                """.formatted(seen, kubernetes.token()));
        login.toFile().setExecutable(true);
        Path kubeconfig = Files.writeString(
                directory.resolve("exec"),
                kubernetes.kubeconfig().replace("{token: " + kubernetes.token() + "}", """
                        {exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: IfAvailable, command: "%s"}}
                        """.formatted(login)
                        .strip()));
        StepBuild build = Helms.build(directory, program).withVariable("KUBECONFIG", kubeconfig.toString());
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-exec", chart("web", MAP));
        step.values = Map.of("color", "blue", "login", Map.of("password", SECRET));

        assertThat(run(build, step)).contains(entry("status", "deployed"));

        assertThat(seen)
                .content()
                .contains("upgrade --values - ", "KUBECONFIG=")
                .doesNotContain(SECRET);
        assertThat(helm(program, "get", "values", program + "-exec")).contains(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void recordsTheClusterThatArgumentsLeadTo(String program) throws Exception {
        StepBuild build = build(program);
        Path other = Files.writeString(
                build.workspace().resolve("other"),
                kubernetes.kubeconfig().replace("127.0.0.1", "localhost").replace("test", "other"));
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-arguments", chart("web", "# nothing"));
        String port = kubernetes.host().replaceFirst(".*:", "");
        step.arguments = List.of("--kubeconfig", "other");
        assertThat(run(build, step)).contains(entry("environment", "localhost:" + port + "/default"));

        StepBuild both = build.withVariable("KUBECONFIG", kubernetes.kubeconfigFile() + ":" + other);
        step.arguments = List.of("--kube-context=other");
        assertThat(run(both, step))
                .contains(entry("revision", 2), entry("environment", "localhost:" + port + "/default"));
        step.arguments = null;
        assertThat(run(both, step)).contains(entry("environment", kubernetes.host() + "/default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void recordsWhereArgumentsLeadToBesideASecretKubeconfig(String program) throws Exception {
        StepBuild build = Helms.build(directory, program);
        OciChartUpgradeStep step = new OciChartUpgradeStep(program + "-both", chart("web", "# nothing"));
        step.kubeconfigCredentialsId = TestCredentials.addFile(kubernetes.kubeconfig());
        String port = kubernetes.host().replaceFirst(".*:", "");
        step.arguments = List.of("--kube-apiserver=https://localhost:" + port, "-n", "default");
        assertThat(run(build, step)).contains(entry("environment", "localhost:" + port + "/default"));

        step.createNamespace = true;
        step.arguments = List.of("-n", program + "-short");
        assertThat(run(build, step)).contains(entry("environment", kubernetes.host() + "/" + program + "-short"));
        step.arguments = List.of("--namespace=" + program + "-long");
        assertThat(run(build, step)).contains(entry("namespace", program + "-long"));
        step.namespace = program + "-field";
        assertThat(run(build, step)).contains(entry("namespace", program + "-field"));

        for (List<String> arguments : List.of(List.of("--kubeconfig", "other"), List.of("--kubeconfig=other"))) {
            step.arguments = arguments;
            assertThatThrownBy(() -> run(build, step))
                    .isExactlyInstanceOf(AbortException.class)
                    .hasMessage("kubeconfigCredentialsId and --kubeconfig in arguments are two clusters'"
                            + " configurations: leave out one of them");
        }
    }

    @Test
    void knowsAnArchiveByItsOwnDigest() throws Exception {
        StepBuild build = build("helm3");
        Path archive = PackagedChart.pack("web", "1.2.3", build.workspace());

        Map<String, Object> result = run(build, new OciChartInstallStep("archive", "web-1.2.3.tgz"));

        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive)));
        assertThat(result).contains(entry("ref", "web-1.2.3.tgz"), entry("digest", "sha256:" + sha256));
        assertThat(helm("helm3", "history", "archive")).contains("web-1.2.3.tgz@sha256:" + sha256 + " by charts#1");
    }

    @Test
    void freestyleJobsUpgradeWithValuesInYamlAndVariables() throws Exception {
        FreestyleBuild build = FreestyleBuild.in(directory)
                .with("KUBECONFIG", kubernetes.kubeconfigFile().toString())
                .with("PATH", Helms.bin(directory, "helm3") + ":/usr/bin:/bin")
                .with("PASSWORD", SECRET);
        OciChartUpgradeBuilder step = new OciChartUpgradeBuilder("free", chart("web", MAP));
        step.values = "color: blue\nlogin:\n  password: ${PASSWORD}\n";
        step.arguments = "--labels\nteam=web\n";
        step.environment = "staging";

        build.run(step);

        assertThat(helm("helm3", "get", "manifest", "free")).contains("color: \"blue\"", SECRET);
        assertThat(helm("helm3", "list", "--selector", "team=web")).contains("free");
        assertThat(ChartEvents.of(build)).hasSize(1);
        assertThat(build.console())
                .contains("Release free, revision 1, in namespace default, environment staging: deployed")
                .doesNotContain(SECRET);
    }

    private StepBuild build(String program) throws Exception {
        return Helms.build(directory, program)
                .withVariable("KUBECONFIG", kubernetes.kubeconfigFile().toString());
    }

    private String chart(String name, String template) throws Exception {
        return ChartFolder.in(directory.resolve("charts"), name)
                .with("values.yaml", "color: none\nlogin: {password: none}\n")
                .with("templates/all.yaml", template)
                .path()
                .toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> run(StepBuild build, Step step) throws Exception {
        return (Map<String, Object>) build.run(step);
    }

    private static String helm(String program, String... command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command));
        if (!arguments.contains("manifest")) {
            arguments.addAll(List.of("-o", "json"));
        }
        return kubernetes.helm(program, arguments.toArray(String[]::new));
    }
}
