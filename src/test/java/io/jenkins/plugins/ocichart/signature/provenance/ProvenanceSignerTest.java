package io.jenkins.plugins.ocichart.signature.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.archive.ChartUnpacker;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that Helm 3, Helm 4 and GnuPG accept. All keys are made by GnuPG. */
class ProvenanceSignerTest {
    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(400));
    private static final String METADATA = """
            apiVersion: v2
            description: 'Zwölf Böxkämpfer: "quoted"'
            keywords:
            - a
            - '- b'
            - c
            name: web
            sources:
            - https://example.com/a
            version: 1.2.3
            """;

    private static HelmProgram helm3;
    private static HelmProgram helm4;

    @Started
    private GnuPg gpg;

    @TempDir
    Path directory;

    private Path archive;

    @BeforeAll
    static void findPeers() {
        helm3 = HelmProgram.onPath("helm3");
        helm4 = HelmProgram.onPath("helm4");
    }

    @BeforeEach
    void packChart() throws IOException {
        archive = PackagedChart.pack("web", "1.2.3", directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "rsa3072", "nistp256", "nistp384", "nistp521", "ed25519"})
    void signsForAllThree(String algorithm) throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", algorithm, "default");

        sign(gpg.exportSecret(""), "Ann", null);

        acceptedByAll(key);
    }

    @Test
    void signsWithTheSubkeyThatIsForIt() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert");
        gpg.addSubkey(primary, "rsa2048", "encr", "never", null);
        String subkey = gpg.addSubkey(primary, "ed25519", "sign", "never", null);

        sign(gpg.exportSecret(""), "Ann", null);

        acceptedByAll(primary, subkey);
    }

    @Test
    void signsWithTheSubkeyThatIsNamed() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert", "never", "", LONG_AGO);
        String first = gpg.addSubkey(primary, "rsa2048", "sign", "never", LONG_AGO.plusSeconds(60));
        gpg.addSubkey(primary, "ed25519", "sign", "never", null);

        sign(gpg.exportSecret(""), "0x" + first, null);

        acceptedByAll(primary, first);
    }

    @Test
    void signsWithoutThePrimaryKeysSecretPart() throws Exception {
        String primary = gpg.newKey("Ann <ann@example.com>", "rsa2048", "cert,sign");
        String subkey = gpg.addSubkey(primary, "rsa2048", "sign", "never", null);
        byte[] subkeys = gpg.exportSecretSubkeys("");

        sign(subkeys, primary, null);

        acceptedByAll(primary, subkey);
    }

    @Test
    void unlocksAKey() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default", "never", "s3cret phrase", null);

        sign(gpg.exportSecret("s3cret phrase", "--armor"), null, "s3cret phrase");

        acceptedByAll(key);
    }

    @Test
    void saysWhatIsWrongWithAPassphrase() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default", "never", "s3cret phrase", null);
        byte[] ring = gpg.exportSecret("s3cret phrase");

        assertThatThrownBy(() -> sign(ring, null, "another")).hasMessage("the passphrase is wrong for key " + key);
        assertThatThrownBy(() -> sign(ring, null, null)).hasMessage("key " + key + " needs a passphrase");
    }

    @Test
    void needsNoPassphraseForAnOpenKey() throws Exception {
        String key = gpg.newKey("Ann <ann@example.com>", "ed25519", "default");

        sign(gpg.exportSecret(""), null, "not needed");

        acceptedByAll(key);
    }

    @Test
    void choosesByUserIdOrFingerprint() throws Exception {
        String ann = gpg.newKey("Ann (work) <ann@example.com>", "ed25519", "default");
        String hannah = gpg.newKey("Ann", "ed25519", "default");
        byte[] ring = gpg.exportSecret("");

        assertThat(signer(ring, "Ann")).isEqualTo(hannah);
        assertThat(signer(ring, "work")).isEqualTo(ann);
        assertThat(signer(ring, ann)).isEqualTo(ann);
        assertThat(signer(ring, hannah.substring(24))).isEqualTo(hannah);
        assertThat(signer(ring, "0x" + hannah.substring(24).toLowerCase())).isEqualTo(hannah);
        assertThat(signer(ring, ann.replaceAll("(.{4})", "$1 "))).isEqualTo(ann);
    }

    @Test
    void refusesAnUnclearChoice() throws Exception {
        String ann = gpg.newKey("Ann <ann@example.com>", "ed25519", "default");
        gpg.newKey("Bob <bob@example.com>", "ed25519", "default");
        byte[] ring = gpg.exportSecret("");

        assertThatThrownBy(() -> sign(ring, "example.com", null))
                .hasMessageStartingWith("more than one key contain the id \"example.com\"");
        assertThat(signer(ring, "ann@")).isEqualTo(ann);
    }

    @Test
    void saysWhichKeysThereAre() throws Exception {
        String ann = gpg.newKey("Ann <ann@example.com>", "ed25519", "default");
        gpg.newKey("Bob <bob@example.com>", "ed25519", "default");
        byte[] ring = gpg.exportSecret("");

        assertThatThrownBy(() -> sign(ring, "Eve", null))
                .hasMessageStartingWith("private key not found: signingKey is \"Eve\"")
                .hasMessageContaining("Ann <ann@example.com> (" + ann + ")");
        assertThatThrownBy(() -> sign(ring, " ", null))
                .hasMessageStartingWith("the keyring holds several keys: name one in signingKey");
    }

    @Test
    void refusesKeysThatMayNotSign() throws Exception {
        String expired = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default", "1d", "", LONG_AGO);
        String certifier = gpg.newKey("Bob <bob@example.com>", "rsa2048", "cert");
        String revoked = gpg.newKey("Eve <eve@example.com>", "rsa2048", "default");
        gpg.revoke(revoked);
        byte[] ring = gpg.exportSecret("");

        assertThatThrownBy(() -> sign(ring, "Ann", null))
                .hasMessageStartingWith("cannot sign with key " + expired + ", which expired at ");
        assertThatThrownBy(() -> sign(ring, "Bob", null))
                .hasMessageStartingWith("cannot sign with key " + certifier + ", which is not for signing");
        assertThatThrownBy(() -> sign(ring, "Eve", null))
                .hasMessage("cannot sign with key " + revoked + ", which is revoked");
    }

    @Test
    void refusesPublicKeys() throws Exception {
        gpg.newKey("Ann <ann@example.com>", "ed25519", "default");
        byte[] keybox = Files.readAllBytes(gpg.home().resolve("pubring.kbx"));

        assertThatThrownBy(() -> sign(gpg.export(), "Ann", null)).hasMessageContaining("public keys only");
        assertThatThrownBy(() -> sign(keybox, "Ann", null)).hasMessageContaining("public keys only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"helm3", "helm4"})
    void writesTheSameTextAsHelm(String helm) throws Exception {
        gpg.newKey("Ann <ann@example.com>", "rsa2048", "default");
        byte[] ring = gpg.exportSecret("");
        Path secret = Files.write(directory.resolve("secret.gpg"), ring);
        Path folder = ChartUnpacker.unpack(archive, directory.resolve("unpacked"));
        Files.writeString(folder.resolve("Chart.yaml"), METADATA);
        Path out = Files.createDirectories(directory.resolve("out"));
        HelmProgram.onPath(helm)
                .run(
                        "package",
                        folder.toString(),
                        "-d",
                        out.toString(),
                        "--sign",
                        "--key",
                        "Ann",
                        "--keyring",
                        secret.toString());
        archive = out.resolve("web-1.2.3.tgz");
        String byHelm = Files.readString(provenance());

        sign(ring, "Ann", null);

        String end = "-----BEGIN PGP SIGNATURE-----\n\n";
        String ours = Files.readString(provenance());
        assertThat(ours.substring(0, ours.indexOf(end))).isEqualTo(byHelm.substring(0, byHelm.indexOf(end)));
        assertThat(ours).contains(end).endsWith("-----END PGP SIGNATURE-----\n");
    }

    private String sign(byte[] keyring, String wanted, String passphrase) throws IOException {
        Instant now = Instant.now();
        char[] secret = passphrase == null ? null : passphrase.toCharArray();
        byte[] file = ProvenanceSigner.find(keyring, wanted, secret, now)
                .sign(METADATA, archive.getFileName().toString(), digest(), null, now);
        Files.write(provenance(), file);
        return new String(file, StandardCharsets.UTF_8);
    }

    private String signer(byte[] keyring, String wanted) throws IOException, InterruptedException {
        sign(keyring, wanted, null);
        return ProvenanceFile.parse(Files.readAllBytes(provenance()))
                .verify(Keyring.read(gpg.export()), archive.getFileName().toString(), digest(), Instant.now())
                .key();
    }

    private String digest() throws IOException {
        return Digest.sha256(Files.readAllBytes(archive)).toString();
    }

    private Path provenance() {
        return archive.resolveSibling(archive.getFileName() + ".prov");
    }

    private void acceptedByAll(String key) throws Exception {
        acceptedByAll(key, key);
    }

    private void acceptedByAll(String primary, String signer) throws Exception {
        String ring = Files.write(directory.resolve("public.gpg"), gpg.export()).toString();
        for (HelmProgram helm : List.of(helm3, helm4)) {
            assertThat(helm.run("verify", archive.toString(), "--keyring", ring))
                    .contains("Signed by: Ann <ann@example.com>", primary, "Chart Hash Verified: " + digest());
        }
        assertThat(gpg.status(provenance())).contains("GOODSIG", "VALIDSIG " + signer);
    }
}
