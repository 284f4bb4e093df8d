package io.jenkins.plugins.ocichart.operation.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import io.jenkins.plugins.ocichart.simulator.HelmMirror;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallHelmTest {
    private static final HelmPlatform LINUX = new HelmPlatform("linux", "amd64");
    private static final byte[] PROGRAM = "#!/bin/sh\necho v3.21.4\n".getBytes(StandardCharsets.UTF_8);
    private static final String OTHER = "0".repeat(64);

    @Started
    private HelmMirror mirror;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "LINUX, amd64, linux-amd64, helm",
        "LINUX, aarch64, linux-arm64, helm",
        "LINUX, i386, linux-386, helm",
        "LINUX, x86, linux-386, helm",
        "LINUX, arm, linux-arm, helm",
        "LINUX, ppc64le, linux-ppc64le, helm",
        "LINUX, s390x, linux-s390x, helm",
        "LINUX, riscv64, linux-riscv64, helm",
        "MAC, x86_64, darwin-amd64, helm",
        "MAC, aarch64, darwin-arm64, helm",
        "WINDOWS, amd64, windows-amd64, helm.exe",
        "WINDOWS, aarch64, windows-arm64, helm.exe"
    })
    void unpacksTheProgramAloneForTheSystemAndProcessor(
            Platform platform, String architecture, String published, String program) throws Exception {
        String digest = mirror.publish("3.21.4", published, PROGRAM);

        install("3.21.4", digest).run(directory, HelmPlatform.of(platform, architecture), line -> {});

        assertThat(directory.resolve(program))
                .hasBinaryContent(PROGRAM)
                .satisfies(file -> assertThat(file.toFile().canExecute()).isEqualTo(platform != Platform.WINDOWS));
        assertThat(TestRun.files(directory)).containsExactly(".oci-chart-helm", program);
    }

    @Test
    void asksForThePublishedChecksumIfThereIsNoOther() throws Exception {
        mirror.publish("3.21.4", "linux-amd64", PROGRAM);
        run("3.21.4");
        assertThat(directory.resolve("helm")).exists();
        assertThat(mirror.requests())
                .containsExactly("/helm-v3.21.4-linux-amd64.tar.gz.sha256", "/helm-v3.21.4-linux-amd64.tar.gz");
    }

    @Test
    void refusesAnotherChecksumBeforeAnythingIsUnpacked() throws Exception {
        String digest = mirror.publish("3.21.4", "linux-amd64", PROGRAM);
        assertThatThrownBy(() -> run("3.21.4", OTHER))
                .hasMessageContaining("is " + digest + ", but " + OTHER + " was expected; nothing was installed");
        mirror.publishChecksum("3.21.4", "linux-amd64", OTHER);
        assertThatThrownBy(() -> run("3.21.4")).hasMessageContaining(OTHER + " was expected");
        assertThat(TestRun.files(directory)).isEmpty();
    }

    @Test
    void takesOneOfSeveralChecksumsSinceAgentsDiffer() throws Exception {
        run("3.21.4", OTHER, mirror.publish("3.21.4", "linux-amd64", PROGRAM));
        assertThat(directory.resolve("helm")).exists();
    }

    @Test
    void leavesNothingOfATruncatedArchive() throws Exception {
        String digest = mirror.publish("3.21.4", "linux-amd64", PROGRAM);
        mirror.cutOffAfter(100);
        assertThatThrownBy(() -> run("3.21.4", digest))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" broke: ");
        assertThat(TestRun.files(directory)).isEmpty();
    }

    @Test
    void saysThatAVersionOrItsChecksumIsMissing() {
        assertThatThrownBy(() -> run("9.9.9", OTHER))
                .hasMessageContaining(
                        "helm-v9.9.9-linux-amd64.tar.gz is not there: " + "the server answered with status 404");
        assertThatThrownBy(() -> run("9.9.9")).hasMessageContaining("there is no SHA-256 at ");
    }

    @Tag("slow")
    @Test
    void usesWhatIsThereWhileTheMirrorIsDown() throws Exception {
        String digest = mirror.publish("3.21.4", "linux-amd64", PROGRAM);
        run("3.21.4", digest);
        mirror.close();

        run("3.21.4", digest);
        run("3.21.4");
        assertThatThrownBy(() -> run("4.3.1", OTHER))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("connection to " + mirror.url().substring("http://".length()) + " refused");
        assertThatThrownBy(() -> run("3.21.4", OTHER)).isInstanceOf(IOException.class);
        assertThat(directory.resolve("helm")).hasBinaryContent(PROGRAM);
    }

    @Test
    void replacesAnotherVersion() throws Exception {
        run("3.21.4", mirror.publish("3.21.4", "linux-amd64", PROGRAM));
        byte[] newer = "newer".getBytes(StandardCharsets.UTF_8);
        run("4.3.1", mirror.publish("4.3.1", "linux-amd64", newer));
        assertThat(directory.resolve("helm")).hasBinaryContent(newer);
    }

    @Test
    void downloadsOnceForBuildsThatStartTogether() throws Exception {
        String digest = mirror.publish("3.21.4", "linux-amd64", PROGRAM);
        ExecutorService builds = Executors.newFixedThreadPool(8);
        List<Future<Void>> started = Stream.generate(() -> builds.submit(() -> run("3.21.4", digest)))
                .limit(8)
                .toList();
        for (Future<Void> build : started) {
            build.get();
        }
        builds.shutdown();
        assertThat(mirror.requests()).hasSize(1);
        assertThat(Files.readAllBytes(directory.resolve("helm"))).isEqualTo(PROGRAM);
    }

    @Test
    void saysThatThereIsNoHelmForAProcessor() {
        assertThatThrownBy(() -> HelmPlatform.of(Platform.LINUX, "sparc"))
                .hasMessage("there is no helm for the processor sparc");
    }

    private Void run(String version, String... digests) throws Exception {
        return install(version, digests).run(directory, LINUX, line -> {});
    }

    private InstallHelm install(String version, String... digests) {
        return new InstallHelm(version, mirror.url(), List.of(digests), ConnectionSettings.DEFAULT);
    }
}
