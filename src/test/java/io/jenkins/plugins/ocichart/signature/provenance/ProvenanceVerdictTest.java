package io.jenkins.plugins.ocichart.signature.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.chart.archive.ChartUnpacker;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted and refused, beside Helm 3, Helm 4 and GnuPG. All keys are made by GnuPG. */
class ProvenanceVerdictTest {
    private static final Instant NOW = Instant.now();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(400));

    private static HelmProgram helm3;
    private static HelmProgram helm4;
    private static Path chart;
    private static String digest;

    @Started
    private GnuPg gpg;

    @TempDir
    Path directory;

    private Path archive;

    @BeforeAll
    static void findPeers(@TempDir Path charts) throws Exception {
        helm3 = HelmProgram.onPath("helm3");
        helm4 = HelmProgram.onPath("helm4");
        chart = PackagedChart.pack("web", "1.2.3", charts);
        digest = Digest.sha256(Files.readAllBytes(chart)).toString();
    }

    @BeforeEach
    void copyChart() throws IOException {
        archive = Files.copy(chart, directory.resolve("web-1.2.3.tgz"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "nistp256", "nistp384", "nistp521", "ed25519"})
    void acceptsWhatGnuPgSigned(String algorithm) throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", algorithm, "default");
        sign(key, "SHA512", null);

        ChartSignature signature = verified(gpg.export());

        assertThat(signature.key()).isEqualTo(key);
        assertThat(signature.names()).containsExactly("Ann <ann@example.com>");
        assertThat(signature.time()).isBetween(NOW.minusSeconds(2), Instant.now());
        assertThat(byHelm(helm3, gpg.export())).contains("Signed by: Ann <ann@example.com>", key);
        assertThat(byHelm(helm4, gpg.export())).contains("Signed by: Ann <ann@example.com>", key);
        assertThat(gpg.status(provenance())).contains("GOODSIG");
    }

    @ParameterizedTest
    @CsvSource({"helm3,rsa2048", "helm4,rsa2048", "helm3,ed25519", "helm4,ed25519", "helm4,nistp256"})
    void acceptsWhatHelmSigned(String helm, String algorithm) throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", algorithm, "default");
        signByHelm(HelmProgram.onPath(helm), gpg.exportSecret(""));

        ChartSignature signature = verified(gpg.export());

        assertThat(signature.key()).isEqualTo(key);
        assertThat(gpg.status(provenance())).contains("GOODSIG");
    }

    @Test
    void acceptsASigningSubkey() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert");
        String subkey = gpg.addSubkey(primary, "rsa2048", "sign", "never", null);
        sign(subkey, "SHA512", null);

        assertThat(verified(gpg.export()).key()).isEqualTo(primary);
        assertThat(byHelm(helm3, gpg.export())).contains("Signed by: Ann", primary);
        assertThat(byHelm(helm4, gpg.export())).contains("Signed by: Ann", primary);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384", "SHA512", "SHA224"})
    void acceptsSha2(String hash) throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), hash, null);

        assertThat(verified(gpg.export()).form()).isEqualTo(ChartSignature.PROVENANCE);
        assertThat(byHelm(helm4, gpg.export())).contains("Signed by: Ann");
    }

    @Test
    void refusesSha1ByName() throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), "SHA1", null);

        assertThat(refused(gpg.export())).contains("the signature is of a SHA-1 hash, which can be forged");
        assertThat(byHelm(helm4, gpg.export())).contains("Signed by: Ann");
    }

    @Test
    void refusesAKeyThatHadExpiredWhenItSigned() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default", "1d", "", LONG_AGO);
        sign(key, "SHA512", LONG_AGO);

        assertThat(refused(gpg.export())).contains("signature made by key " + key + ", which expired at ");
        assertThat(byHelm(helm3, gpg.export())).contains("key expired");
        assertThat(byHelm(helm4, gpg.export())).contains("key expired");
        assertThat(gpg.status(provenance())).contains("EXPKEYSIG");
    }

    @Test
    void refusesASubkeyThatHasExpired() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert", "never", "", LONG_AGO);
        String subkey = gpg.addSubkey(primary, "rsa2048", "sign", "1d", LONG_AGO);
        sign(subkey, "SHA512", LONG_AGO.plusSeconds(60));

        assertThat(refused(gpg.export())).contains("key " + subkey + ", which expired at ");
        assertThat(byHelm(helm4, gpg.export())).contains("key expired");
    }

    @Test
    void refusesASubkeyOfAKeyThatHasExpired() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert", "1d", "", LONG_AGO);
        String subkey = gpg.addSubkey(primary, "rsa2048", "sign", "never", LONG_AGO);
        sign(subkey, "SHA512", LONG_AGO.plusSeconds(60));

        assertThat(refused(gpg.export())).contains("key " + subkey + ", which expired at ");
        assertThat(byHelm(helm4, gpg.export())).contains("key expired");
    }

    @Test
    void refusesARevokedKey() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        sign(key, "SHA512", null);
        gpg.revoke(key);

        assertThat(refused(gpg.export())).contains("key " + key + ", which is revoked");
        assertThat(byHelm(helm3, gpg.export())).contains("signature made by revoked key");
        assertThat(byHelm(helm4, gpg.export())).contains("signature made by revoked key");
        assertThat(gpg.status(provenance())).contains("REVKEYSIG");
    }

    @Test
    void refusesAnUnknownKey() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        String other = gpg.newKey("Bob <bob@example.com>", "rsa2048", "default");
        sign(key, "SHA512", null);
        byte[] ring = gpg.export(other);

        assertThat(refused(ring)).contains("signature made by unknown entity", key.substring(24));
        assertThat(byHelm(helm3, ring)).contains("signature made by unknown entity");
        assertThat(byHelm(helm4, ring)).contains("signature made by unknown entity");
    }

    @Test
    void refusesAPrimaryKeyThatMayOnlyCertify() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert");
        gpg.addSubkey(primary, "rsa2048", "sign", "never", null);
        signByHelm(helm4, gpg.exportSecret(""));

        assertThat(refused(gpg.export())).contains("key " + primary + ", which is not for signing");
        assertThat(byHelm(helm3, gpg.export())).contains("signature made by unknown entity");
        assertThat(byHelm(helm4, gpg.export())).contains("signature made by unknown entity");
    }

    @Test
    void refusesAChangedText() throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), "SHA512", null);
        Files.writeString(provenance(), Files.readString(provenance()).replace("version: 1.2.3", "version: 1.2.4"));

        assertThat(refused(gpg.export())).contains("invalid signature");
        assertThat(byHelm(helm4, gpg.export())).contains("invalid signature");
        assertThat(gpg.status(provenance())).contains("BADSIG");
    }

    @Test
    void refusesAChangedArchive() throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), "SHA512", null);
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length - 1] ^= 1;
        Files.write(archive, bytes);

        String ours = refused(gpg.export());

        assertThat(ours).startsWith("sha256 sum does not match for web-1.2.3.tgz: \"" + digest + "\" != \"sha256:");
        assertThat(byHelm(helm3, gpg.export())).contains(ours);
        assertThat(byHelm(helm4, gpg.export())).contains(ours);
    }

    @Test
    void refusesARenamedArchive() throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), "SHA512", null);
        Files.move(provenance(), directory.resolve("other.tgz.prov"));
        archive = Files.move(archive, directory.resolve("other.tgz"));
        String line = "provenance does not contain a SHA for a file named \"other.tgz\"";

        assertThat(refused(gpg.export())).contains(line);
        assertThat(byHelm(helm3, gpg.export())).contains(line);
        assertThat(byHelm(helm4, gpg.export())).contains(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not signed",
                "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nfiles: {}\n",
                "-----BEGIN PGP SIGNED MESSAGE-----\nComment: x\n\nx\n-----BEGIN PGP SIGNATURE-----\n"
            })
    void refusesWhatIsNotSigned(String text) throws Exception {
        gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        Files.writeString(provenance(), text);

        assertThat(refused(gpg.export())).contains("signature block not found");
        assertThat(byHelm(helm3, gpg.export())).contains("signature block not found");
        assertThat(byHelm(helm4, gpg.export())).contains("signature block not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "junk", "blanks"})
    void acceptsWhatBecomesOfTextsOnTheirWay(String change) throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), "SHA512", null);
        String text = Files.readString(provenance());
        Files.writeString(
                provenance(),
                switch (change) {
                    case "crlf" -> text.replace("\n", "\r\n");
                    case "junk" -> "Dear reader,\n\n" + text;
                    default -> text.replace("name: web\n", "name: web  \t\n");
                });

        assertThat(verified(gpg.export()).names()).hasSize(1);
        assertThat(byHelm(helm3, gpg.export())).contains("Signed by: Ann");
        assertThat(byHelm(helm4, gpg.export())).contains("Signed by: Ann");
    }

    @Test
    void readsArmoredKeyrings() throws Exception {
        String ann = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        String bob = gpg.newKey("Bob <bob@example.com>", "ed25519", "default");
        sign(bob, "SHA512", null);
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        blocks.write(gpg.export("--armor", ann));
        blocks.write(gpg.export("--armor", bob));

        assertThat(verified(blocks.toByteArray()).key()).isEqualTo(bob);
        assertThat(byHelm(helm4, blocks.toByteArray())).contains("Signed by: Bob");
    }

    @Test
    void readsAKeybox() throws Exception {
        gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        String bob = gpg.newKey("Bob <bob@example.com>", "ed25519", "default");
        sign(bob, "SHA512", null);
        byte[] keybox = Files.readAllBytes(gpg.home().resolve("pubring.kbx"));

        assertThat(verified(keybox).key()).isEqualTo(bob);
        assertThat(byHelm(helm4, keybox)).contains("Signed by: Bob");
    }

    @ParameterizedTest
    @CsvSource({"rsa2048,ed25519", "ed25519,rsa2048", "dsa2048,nistp256", "brainpoolP256r1,rsa2048"})
    void readsKeyringsOfSeveralAlgorithms(String first, String second) throws Exception {
        gpg.newKey("Ann <ann@example.com>", first, "default");
        String bob = gpg.newKey("Bob <bob@example.com>", second, "default");
        sign(bob, "SHA512", null);

        assertThat(verified(gpg.export()).key()).isEqualTo(bob);
        assertThat(byHelm(helm4, gpg.export())).contains("Signed by: Bob");
    }

    @Test
    void takesSecretKeysForPublicOnes() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        sign(key, "SHA512", null);

        assertThat(verified(gpg.exportSecret("")).key()).isEqualTo(key);
        assertThat(verified(gpg.exportSecret("", "--armor")).key()).isEqualTo(key);
        assertThat(byHelm(helm4, gpg.exportSecret(""))).contains("Signed by: Ann");
    }

    @Test
    void refusesKeyringsWithoutKeys() throws Exception {
        sign(gpg.newKey("Ann <ann@example.com>", "rsa2048", "default"), "SHA512", null);

        assertThat(refused(new byte[0])).isEqualTo("the keyring holds no keys");
        assertThat(refused("apiVersion: v2\n".getBytes(StandardCharsets.UTF_8)))
                .contains("neither binary nor armored nor a keybox");
        byte[] ring = gpg.export();
        assertThat(refused(Arrays.copyOf(ring, ring.length - 10))).contains("damaged");
        assertThat(byHelm(helm4, new byte[0])).contains("signature made by unknown entity");
    }

    private void sign(String key, String hash, Instant made) throws Exception {
        String text = "apiVersion: v2\nappVersion: \"4.5\"\nkeywords:\n- a\nname: web\nversion: 1.2.3\n\n...\nfiles:\n"
                + "  web-1.2.3.tgz: " + digest + "\n";
        Files.write(provenance(), gpg.clearSign(text, key, hash, made));
    }

    private void signByHelm(HelmProgram helm, byte[] secretKeys) throws Exception {
        Path secret = Files.write(directory.resolve("secret.gpg"), secretKeys);
        Path unpacked = ChartUnpacker.unpack(archive, directory.resolve("unpacked"));
        Path folder = Files.createDirectories(directory.resolve("out"));
        helm.run(
                "package",
                unpacked.toString(),
                "-d",
                folder.toString(),
                "--sign",
                "--key",
                "Ann",
                "--keyring",
                secret.toString());
        archive = folder.resolve("web-1.2.3.tgz");
    }

    private Path provenance() {
        return archive.resolveSibling(archive.getFileName() + ".prov");
    }

    private ChartSignature verified(byte[] keyring) throws IOException {
        return ProvenanceFile.parse(Files.readAllBytes(provenance()))
                .verify(
                        Keyring.read(keyring),
                        archive.getFileName().toString(),
                        Digest.sha256(Files.readAllBytes(archive)).toString(),
                        Instant.now());
    }

    private String refused(byte[] keyring) {
        try {
            return "accepted: " + verified(keyring);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private String byHelm(HelmProgram helm, byte[] keyring) throws Exception {
        Path ring = Files.write(directory.resolve("keyring"), keyring);
        try {
            return helm.run(Map.of(), "verify", archive.toString(), "--keyring", ring.toString());
        } catch (EmbeddedHelm.HelmFailure e) {
            return e.getMessage();
        }
    }
}
