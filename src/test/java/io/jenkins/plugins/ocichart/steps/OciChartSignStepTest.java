package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.freestyle.OciChartSignBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciChartVerifyBuilder;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.peer.ZotRegistry;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import jenkins.tasks.SimpleBuildStep;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OciChartSignStepTest {
    @TempDir
    private static Path keys;

    private static String passphrase;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void makeKeys() throws Exception {
        CosignProgram.VERSION_3.generateKeys(keys, "k");
        CosignProgram.VERSION_2.generateKeys(keys, "other");
        passphrase = TestCredentials.add("nobody", CosignProgram.PASSPHRASE);
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    private String push(String host, String... more) throws Exception {
        Path archive = ChartTar.write(directory, "web", "1.0.0");
        Stream<String> push = Stream.of("push", archive.toString(), "oci://" + host + "/charts", "--plain-http");
        HelmProgram.onPath().run(Stream.concat(push, Stream.of(more)).toArray(String[]::new));
        return host + "/charts/web:1.0.0";
    }

    private static OciChartSignStep step(String reference, String key) throws Exception {
        OciChartSignStep step = new OciChartSignStep("oci://" + reference);
        step.keyCredentialsId = TestCredentials.addFile(Files.readString(keys.resolve(key + ".key")));
        step.passphraseCredentialsId = passphrase;
        return step;
    }

    private static void assertBothCosignsVerify(String key, String reference, String... more) throws Exception {
        for (CosignProgram cosign : CosignProgram.values()) {
            cosign.verify(keys, key, reference, more);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> signatures(Object result) {
        return (List<Map<String, Object>>) ((Map<String, Object>) result).get("signatures");
    }

    @ParameterizedTest
    @EnumSource
    void signsInBothFormsAndAgainAddsNothing(OpenRegistry kind) throws Exception {
        try (OpenRegistry.Running registry = kind.start()) {
            String reference = push(registry.host());
            OciChartSignStep step = step(reference, "k");
            step.annotations = Map.of("env", "prod");

            Object result = build.run(step);

            assertBothCosignsVerify("k", reference, "-a", "env=prod");
            assertThat((Map<?, ?>) result).extracting("ref").isEqualTo(reference);
            assertThat(signatures(result))
                    .extracting(signature -> signature.get("form") + " " + signature.get("annotations"))
                    .containsExactly("bundle {env=prod}", "tag {env=prod}");
            assertThat(build.console())
                    .contains("Signed: " + reference, "Digest: " + ((Map<?, ?>) result).get("digest"), "Key: sha256:");
            assertThat(build.run(step)).isEqualTo(result);
            assertThat(build.console()).contains("Already signed with this key; nothing was uploaded.");
            assertThat(HelmProgram.onPath()
                            .run(
                                    "pull",
                                    "oci://" + registry.host() + "/charts/web",
                                    "--devel",
                                    "--plain-http",
                                    "-d",
                                    directory.toString()))
                    .contains("Digest: " + ((Map<?, ?>) result).get("digest"));
            OciChartVersionsStep versions = new OciChartVersionsStep("oci://" + registry.host() + "/charts/web");
            versions.devel = true;
            assertThat(build.run(versions)).isEqualTo(List.of("1.0.0"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"`a=1\nteam`, team", "` =web`, =", "`team\nteam`, team"})
    void annotationsHaveANameAndAValue(String lines, String shown) throws Exception {
        OciChartSignBuilder sign = new OciChartSignBuilder("oci://127.0.0.1:1/charts/web:1.0.0");
        sign.keyCredentialsId = "key";
        sign.annotations = lines;
        OciChartVerifyBuilder verify = new OciChartVerifyBuilder("oci://127.0.0.1:1/charts/web:1.0.0");
        verify.publicKey = "cosign.pub";
        verify.annotations = lines;
        for (SimpleBuildStep step : List.<SimpleBuildStep>of(sign, verify)) {
            assertThatThrownBy(() -> FreestyleBuild.in(directory).run(step))
                    .isExactlyInstanceOf(AbortException.class)
                    .hasMessage("annotations has the line \"" + shown + "\": give name=value for each");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundle", "tag"})
    void signsInOneForm(String format) throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_3.start()) {
            String reference = push(registry.host());
            OciChartSignStep step = step(reference, "other");
            step.format = format;

            assertThat(signatures(build.run(step)))
                    .extracting(signature -> signature.get("form"))
                    .containsExactly(format);
            assertBothCosignsVerify("other", reference);
        }
    }

    @ParameterizedTest
    @EnumSource
    void signersAtTheSameTimeLoseNothing(OpenRegistry kind) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try (OpenRegistry.Running registry = kind.start()) {
            String reference = push(registry.host());
            List<Future<Object>> running = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                OciChartSignStep step = step(reference, i % 2 == 0 ? "k" : "other");
                step.annotations = Map.of("signer", "" + i);
                StepBuild own = StepBuild.in(directory.resolve("build" + i));
                Callable<Object> sign = () -> own.run(step);
                running.add(pool.submit(sign));
            }
            for (Future<Object> one : running) {
                one.get();
            }
            for (int i = 0; i < 6; i++) {
                OciChartSignStep again = step(reference, i % 2 == 0 ? "k" : "other");
                again.annotations = Map.of("signer", "" + i);
                StepBuild next = StepBuild.in(directory.resolve("again" + i));
                next.run(again);
                assertThat(next.console()).contains("Already signed with this key; nothing was uploaded.");
                CosignProgram.VERSION_3.verify(keys, i % 2 == 0 ? "k" : "other", reference, "-a", "signer=" + i);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void tellsWhichFormARegistryWithImmutableTagsHasTaken() throws Exception {
        try (ZotRegistry registry = ZotRegistry.withImmutableTags()) {
            String reference =
                    push(registry.host(), "--username", DockerRegistry.USER, "--password", DockerRegistry.PASSWORD);
            String login = TestCredentials.add(DockerRegistry.USER, DockerRegistry.PASSWORD);
            OciChartSignStep first = step(reference, "k");
            first.credentialsId = login;
            build.run(first);
            OciChartSignStep second = step(reference, "other");
            second.credentialsId = login;
            assertThatThrownBy(() -> build.run(second))
                    .isExactlyInstanceOf(AbortException.class)
                    .hasMessageStartingWith(reference + " is not signed as a tag: ")
                    .hasMessageContaining("It is signed in the other form: set format to that one");
            second.format = "bundle";
            build.run(second);
            assertThat(build.console()).contains("Already signed with this key");
            assertBothCosignsVerify("other", reference);
        }
    }

    @Test
    void refusesWhatItCannotSignWithOneLine() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start()) {
            String reference = push(registry.host());
            OciChartSignStep noKey = step(reference, "k");
            noKey.keyCredentialsId = "";
            assertRefused(noKey, "keyCredentialsId is missing");
            OciChartSignStep wrong = step(reference, "k");
            wrong.passphraseCredentialsId = TestCredentials.add("nobody", "not the one");
            assertRefused(wrong, "cannot sign: the private key's passphrase is wrong");
            OciChartSignStep format = step(reference, "k");
            format.format = "paper";
            assertRefused(format, "format is \"paper\": give both, bundle or tag");
            assertRefused(step(reference.replace(":1.0.0", ""), "k"), "doesn't say which version to sign");
            assertRefused(step(reference.replace(":1.0.0", ":2.0.0"), "k"), "has no charts/web:2.0.0");
        }
    }

    private void assertRefused(OciChartSignStep step, String reason) {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void keyAndPassphraseAreFoundNowhere() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start()) {
            build.run(step(push(registry.host()), "k"));
            String line = Files.readAllLines(keys.resolve("k.key")).get(3);
            assertThat(build.console()).doesNotContain(CosignProgram.PASSPHRASE, line);
            try (Stream<Path> files = Files.walk(directory)) {
                assertThat(files.filter(Files::isRegularFile))
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                                        .doesNotContain(CosignProgram.PASSPHRASE, line));
            }
        }
    }
}
