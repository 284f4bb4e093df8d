package io.jenkins.plugins.ocichart.operation;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.cut;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.simulator.ShortWaits;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ShortWaits.class)
class Md5DownloadTest {
    private static final String REPOSITORY = "charts/web";
    private static final int LARGE = 3_000_000;

    @TempDir
    Path directory;

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private Path file;

    @BeforeEach
    void connect() throws Exception {
        file = directory.resolve("web.tgz");
        client = RegistryClient.open(
                registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.basic("alice", "secret"));
    }

    private byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(3).nextBytes(content);
        registry.blob(REPOSITORY, descriptor(content).digest().toString(), content);
        return content;
    }

    private static Descriptor descriptor(byte[] content) {
        return Descriptor.of("application/octet-stream", content);
    }

    private String download(byte[] content) throws Exception {
        return Md5Download.run(client.repository(REPOSITORY), descriptor(content), file, TransferListener.NONE);
    }

    private static String md5(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Md5Download.WORTH_A_THREAD - 1, Md5Download.WORTH_A_THREAD, LARGE})
    void hasTheMd5OfBlobsOfAnySize(int size) throws Exception {
        byte[] content = content(size);

        assertThat(download(content)).isEqualTo(md5(content));
        assertThat(file).hasBinaryContent(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void saysHowMuchHasArrived(int size) throws Exception {
        byte[] content = content(size);
        AtomicLong last = new AtomicLong();

        Md5Download.run(client.repository(REPOSITORY), descriptor(content), file, last::set);

        assertThat(last).hasValue(size);
    }

    @Test
    void replacesALongerFile() throws Exception {
        byte[] content = content(LARGE);
        Files.write(file, new byte[LARGE + 1]);

        assertThat(download(content)).isEqualTo(md5(content));
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void goesOnWithADownloadThatBrokeOff() throws Exception {
        byte[] content = content(LARGE);
        registry.fault("GET", "/blobs/", 1, cut(content, 1_000_000));

        assertThat(download(content)).isEqualTo(md5(content));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, LARGE - 1})
    void beginsAgainWithADownloadThatWasDamaged(int where) throws Exception {
        byte[] content = content(LARGE);
        registry.fault("GET", "/blobs/", 1, damaged(content, where));

        assertThat(download(content)).isEqualTo(md5(content));
        assertThat(file).hasBinaryContent(content);
    }

    @Test
    void failsWithADownloadThatIsDamagedTwice() throws Exception {
        byte[] content = content(LARGE);
        registry.always("GET", "/blobs/", damaged(content, LARGE / 2));

        assertThatThrownBy(() -> download(content)).isInstanceOf(DigestMismatchException.class);
        assertThat(directory).isEmptyDirectory();
    }

    /** The thread that waits for bytes must not wait for ever. */
    @Test
    void failsWithADownloadThatDoesNotBegin() throws Exception {
        byte[] content = content(LARGE);
        registry.always("GET", "/blobs/", refuse(403, "DENIED", "no"));

        assertThatThrownBy(() -> download(content)).hasMessageContaining("403");
        assertThat(directory).isEmptyDirectory();
    }

    private static WireServer.Handler damaged(byte[] content, int where) {
        byte[] damaged = content.clone();
        damaged[where]++;
        return exchange -> exchange.respond(200, Map.of(), damaged);
    }
}
