package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.peer.OpenSsl;
import io.jenkins.plugins.ocichart.peer.RekorTiles;
import io.jenkins.plugins.ocichart.peer.TimestampServer;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures with a time stamp and an entry of a log, by real servers and judged by real cosign; skipped without the servers. */
class WitnessedSignaturesTest {
    private static final String[] LOGGED = {"--trusted-root", "real.json", "--insecure-ignore-tlog=false"};
    private static final String[] STAMPED = {"--trusted-root", "real.json", "--use-signed-timestamps"};

    private static final String[] BOTH = {
        "--trusted-root", "real.json", "--insecure-ignore-tlog=false", "--use-signed-timestamps"
    };

    @Started
    private static RekorTiles log;

    @Started
    private static TimestampServer authority;

    @TempDir
    private static Path keys;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void makeKeys() throws Exception {
        CosignProgram.VERSION_3.generateKeys(keys, "k");
        OpenSsl.run(keys, "genrsa", "-out", "rsa.key", "3072");
        OpenSsl.run(keys, "rsa", "-in", "rsa.key", "-pubout", "-out", "rsa.pub");
        CosignProgram.VERSION_3.createTrustedRoot(keys, "real", "--rekor", log.trust(), "--tsa", authority.trust());
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
    }

    @AfterEach
    void askNobody() {
        OciChartConfiguration.get().setTransparencyLogUrl(null);
        OciChartConfiguration.get().setTimestampAuthorityUrl(null);
    }

    private String sign(OpenRegistry.Running registry, String key) throws Exception {
        Path archive = ChartTar.write(directory, "web", "1.0.0");
        HelmProgram.onPath().run("push", archive.toString(), "oci://" + registry.host() + "/charts", "--plain-http");
        OciChartSignStep step = new OciChartSignStep("oci://" + registry.host() + "/charts/web:1.0.0");
        step.keyCredentialsId = TestCredentials.addFile(Files.readString(keys.resolve(key + ".key")));
        step.passphraseCredentialsId = TestCredentials.add("nobody", CosignProgram.PASSPHRASE);
        step.annotations = Map.of("env", "prod");
        build.run(step);
        OciChartVerifyStep verify = new OciChartVerifyStep("oci://" + registry.host() + "/charts/web:1.0.0");
        verify.publicKeyCredentialsId = TestCredentials.addFile(Files.readString(keys.resolve(key + ".pub")));
        build.run(verify);
        return registry.host() + "/charts/web:1.0.0";
    }

    @ParameterizedTest
    @CsvSource({"k, true, false", "k, false, true", "k, true, true", "rsa, true, true"})
    void cosignAcceptsWhatRealServersSay(String key, boolean logged, boolean stamped) throws Exception {
        OciChartConfiguration.get().setTransparencyLogUrl(logged ? log.url() + "/" : null);
        OciChartConfiguration.get().setTimestampAuthorityUrl(stamped ? authority.url() : null);
        try (OpenRegistry.Running registry = OpenRegistry.ZOT.start()) {
            String reference = sign(registry, key);

            for (CosignProgram cosign : CosignProgram.values()) {
                cosign.verify(keys, key, reference);
                assertAccepted(logged, () -> cosign.verify(keys, key, reference, LOGGED));
                assertAccepted(stamped, () -> cosign.verify(keys, key, reference, STAMPED));
                assertAccepted(logged && stamped, () -> cosign.verify(keys, key, reference, BOTH));
            }
            assertThat(build.console().contains("Log entry: ")).isEqualTo(logged);
            assertThat(build.console().contains("Time stamp: ")).isEqualTo(stamped);
        }
    }

    /** Cosign refuses what is not there, so that it is known to look for what is. */
    private static void assertAccepted(boolean there, ThrowableAssert.ThrowingCallable verification) throws Exception {
        if (there) {
            assertThatCode(verification).doesNotThrowAnyException();
        } else {
            assertThatIOException().isThrownBy(verification).withMessageContaining("0 < 1");
        }
    }
}
