package io.jenkins.plugins.ocichart.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index is fetched again only if it has changed, and is nobody's who hasn't been let in. */
class IndexCacheTest {
    private static final TestKeyStore KEYS =
            TestKeyStore.create().add("ca", "CN=Test CA", "EC", null, "BC=ca:true", "SAN=IP:127.0.0.1");
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "secret-of-alice");

    @TempDir
    private Path dir;

    private ChartSite site;
    private ConnectionSettings tls;

    @BeforeEach
    void serve() throws Exception {
        site = ChartSite.startWithTls(KEYS.serverContext("ca", null)).serving(dir);
        tls = new ConnectionSettings(
                false,
                false,
                Files.writeString(dir.resolve("ca.pem"), KEYS.certificatePem("ca"))
                        .toString(),
                null,
                null);
        publish("1.0.0");
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private void publish(String version) throws Exception {
        ChartTar.write(dir.resolve("charts"), "web", version);
        HelmProgram.three().run("repo", "index", dir.resolve("charts").toString());
    }

    private String newest(ChartSite from, RegistryCredential login, ConnectionSettings connection) throws Exception {
        ChartRepository repository = new ChartRepository("", from.url() + "/charts", login, false, connection);
        try (RepositoryClient client = RepositoryClient.open(repository)) {
            Path file = dir.resolve("fetched.yaml");
            RepositoryIndex index = client.index("web"::equals, file, false, line -> {});
            assertThat(file).doesNotExist();
            return index.newest("web", VersionConstraint.parse("*"))
                    .orElseThrow()
                    .version()
                    .text();
        }
    }

    private long conditional(ChartSite of) {
        return of.asked().stream()
                .filter(asked -> asked.headers().containsKey("if-none-match"))
                .count();
    }

    @Test
    void anUnchangedIndexIsNotSentAgain() throws Exception {
        assertThat(newest(site, RegistryCredential.anonymous(), tls)).isEqualTo("1.0.0");
        assertThat(newest(site, RegistryCredential.anonymous(), tls)).isEqualTo("1.0.0");
        assertThat(site.unchanged()).isEqualTo(1);

        publish("1.1.0");
        assertThat(newest(site, RegistryCredential.anonymous(), tls)).isEqualTo("1.1.0");
        assertThat(newest(site, RegistryCredential.anonymous(), tls)).isEqualTo("1.1.0");
        assertThat(site.unchanged()).isEqualTo(2);
    }

    @Tag("slow")
    @Test
    void anotherLoginDoesNotEvenAskForIt() throws Exception {
        site.protectedBy("alice", "secret-of-alice");
        newest(site, ALICE, tls);
        assertThatThrownBy(() -> newest(site, RegistryCredential.anonymous(), tls))
                .isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> newest(site, RegistryCredential.basic("alice", "guessed"), tls))
                .isInstanceOf(UnauthorizedException.class);
        assertThat(conditional(site)).isZero();

        assertThat(newest(site, ALICE, tls)).isEqualTo("1.0.0");
        assertThat(site.unchanged()).isEqualTo(1);
    }

    @Tag("slow")
    @Test
    void aLoginThatIsNoLongerAcceptedGetsNothing() throws Exception {
        site.protectedBy("alice", "secret-of-alice");
        newest(site, ALICE, tls);
        site.protectedBy("alice", "another-one");

        assertThatThrownBy(() -> newest(site, ALICE, tls)).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void whatSomebodyOnTheWayCouldHaveChangedIsNotKept() throws Exception {
        ConnectionSettings anyCertificate = new ConnectionSettings(false, true, null, null, null);
        newest(site, RegistryCredential.anonymous(), anyCertificate);
        newest(site, RegistryCredential.anonymous(), anyCertificate);
        newest(site, RegistryCredential.anonymous(), tls);
        assertThat(conditional(site)).isZero();

        try (ChartSite plain = ChartSite.start().serving(dir)) {
            newest(plain, RegistryCredential.anonymous(), ConnectionSettings.DEFAULT);
            newest(plain, RegistryCredential.anonymous(), ConnectionSettings.DEFAULT);
            assertThat(conditional(plain)).isZero();
        }
    }

    @Tag("slow")
    @Test
    void whatIsNotToBeStoredIsNotKept() throws Exception {
        site.cachedBy("private, No-Store");
        newest(site, RegistryCredential.anonymous(), tls);
        newest(site, RegistryCredential.anonymous(), tls);
        assertThat(conditional(site)).isZero();
    }

    @Tag("slow")
    @Test
    void whatIsNoIndexIsNotKept() throws Exception {
        Files.writeString(dir.resolve("charts/index.yaml"), "<html>Welcome</html>");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> newest(site, RegistryCredential.anonymous(), tls))
                    .hasMessageContaining("is not the index of a chart repository");
        }
        assertThat(conditional(site)).isZero();
    }

    /** Noise in hexadecimal digits compresses to its own size. */
    @Tag("slow")
    @Test
    void aVeryLargeIndexIsNotKept() throws Exception {
        Path index = dir.resolve("charts/index.yaml");
        Random random = new Random(1);
        StringBuilder text = new StringBuilder(Files.readString(index));
        for (byte[] noise = new byte[1024]; text.length() < 2 * (IndexCache.LARGEST + (1 << 20)); ) {
            random.nextBytes(noise);
            text.append("# ").append(HexFormat.of().formatHex(noise)).append('\n');
        }
        Files.writeString(index, text);

        assertThat(newest(site, RegistryCredential.anonymous(), tls)).isEqualTo("1.0.0");
        newest(site, RegistryCredential.anonymous(), tls);

        assertThat(conditional(site)).isZero();
    }

    @Test
    void thereIsRoomForSoMuch() throws Exception {
        assertThat(Files.readString(Path.of("README.md")).replaceAll("\\s+", " "))
                .contains("The agent keeps indexes in memory, " + (IndexCache.MOST >> 20) + " MB at most");
        IndexCache cache = new IndexCache();
        int fit = IndexCache.MOST / IndexCache.LARGEST;
        for (int i = 0; i <= fit; i++) {
            cache.keep("https://" + i, null, tls, new IndexCache.Copy("1", new byte[IndexCache.LARGEST]));
        }
        assertThat(cache.find("https://0", null, tls)).isEmpty();
        assertThat(cache.find("https://" + fit, null, tls)).isPresent();
        for (int i = 0; i < 5; i++) {
            cache.keep("https://same", null, tls, new IndexCache.Copy("1", new byte[IndexCache.LARGEST]));
        }
        assertThat(cache.find("https://" + fit, null, tls)).isPresent();
    }
}
