package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts that are signed when they are packaged, judged by Helm 3, Helm 4 and GnuPG. */
class SignedPackageTest {
    private static final String PASSPHRASE = "correct horse";

    @Started
    private static GnuPg gpg;

    private static String key;
    private static String signingKey;
    private static String passphrase;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeAll
    static void makeKey() throws Exception {
        key = gpg.newKey("Ann <ann@example.com>", "rsa2048", "default", "never", PASSPHRASE, null);
        signingKey = TestKeys.addFile(gpg.exportSecret(PASSPHRASE, "--armor"));
        passphrase = TestKeys.addText(PASSPHRASE + "\n");
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
        write("web", "apiVersion: v2\nname: web\nversion: 1.2.3\nkeywords: [a, \"b\"]\ndescription: für alle\n");
    }

    private void write(String name, String chartYaml) throws Exception {
        Path folder = Files.createDirectories(build.workspace().resolve(name).resolve("templates"));
        Files.writeString(folder.resolveSibling("Chart.yaml"), chartYaml);
        Files.writeString(folder.resolve("map.yaml"), "kind: ConfigMap\n");
    }

    @Test
    void areVerifiedByAllThree() throws Exception {
        Map<?, ?> chart = sign("web").get(0);

        assertThat(chart.get("provenancePath")).isEqualTo("web-1.2.3.tgz.prov");
        acceptedByAll("web-1.2.3.tgz");
        assertThat(ChartEvents.of(build.run()))
                .singleElement()
                .satisfies(recorded -> assertThat(recorded.provenanceDigest)
                        .isEqualTo(Digest.sha256(Files.readAllBytes(provenance("web-1.2.3.tgz")))
                                .toString()));
    }

    @Test
    void quoteTheMetadataAsHelmDoes() throws Exception {
        write("old", "name: old\nversion: 0.1.0\napiVersion: v1\nappVersion: 1.10\nmaintainers:\n- name: Ann\n");
        sign("old,web");
        Path secret = Files.write(directory.resolve("secret.gpg"), gpg.exportSecret(PASSPHRASE));
        Path phrase = Files.writeString(directory.resolve("phrase"), PASSPHRASE);

        for (String name : List.of("web", "old")) {
            Path out = Files.createDirectories(directory.resolve("by-helm"));
            HelmProgram.onPath("helm3")
                    .run(
                            "package",
                            build.workspace().resolve(name).toString(),
                            "-d",
                            out.toString(),
                            "--sign",
                            "--key",
                            "Ann",
                            "--keyring",
                            secret.toString(),
                            "--passphrase-file",
                            phrase.toString());
            String archive = name.equals("web") ? "web-1.2.3.tgz" : "old-0.1.0.tgz";
            assertThat(metadata(build.workspace().resolve(archive + ".prov")))
                    .isEqualTo(metadata(out.resolve(archive + ".prov")));
            acceptedByAll(archive);
        }
    }

    private static String metadata(Path provenance) throws Exception {
        String text = Files.readString(provenance);
        return text.substring(0, text.indexOf("sha256:"));
    }

    @Test
    void keepProvenanceThatTheSameKeyMade() throws Exception {
        sign("web");
        byte[] first = Files.readAllBytes(provenance("web-1.2.3.tgz"));
        Thread.sleep(1100); // a signature's time has seconds

        sign("web");
        assertThat(provenance("web-1.2.3.tgz")).hasBinaryContent(first);

        Files.writeString(build.workspace().resolve("web/values.yaml"), "a: 1\n");
        sign("web");
        assertThat(Files.readAllBytes(provenance("web-1.2.3.tgz"))).isNotEqualTo(first);
        acceptedByAll("web-1.2.3.tgz");
    }

    /** Helm keeps it, too, and then refuses the archive; it says nothing. */
    @Test
    void warnOfProvenanceOfTheArchiveBefore() throws Exception {
        sign("web");
        byte[] first = Files.readAllBytes(provenance("web-1.2.3.tgz"));
        build.run(new OciChartPackageStep("web"));
        assertThat(build.console()).doesNotContain("WARNING");

        Files.writeString(build.workspace().resolve("web/values.yaml"), "a: 1\n");
        build.run(new OciChartPackageStep("web"));

        assertThat(provenance("web-1.2.3.tgz")).hasBinaryContent(first);
        assertThat(build.console())
                .containsOnlyOnce("WARNING: web-1.2.3.tgz.prov is of another archive and will not verify;"
                        + " sign again or delete it");
        assertThatThrownBy(() -> acceptedByAll("web-1.2.3.tgz")).hasMessageContaining("sha256 sum does not match");
        HelmProgram.onPath("helm3")
                .run(
                        "package",
                        build.workspace().resolve("web").toString(),
                        "-d",
                        build.workspace().toString());
        assertThat(provenance("web-1.2.3.tgz")).hasBinaryContent(first);
    }

    @Test
    void replaceProvenanceThatSomebodyElseMade() throws Exception {
        Files.writeString(provenance("web-1.2.3.tgz"), "not signed");

        sign("web");

        acceptedByAll("web-1.2.3.tgz");
    }

    @Test
    void areNotWrittenIfTheKeyCannotSign() throws Exception {
        List<String> before = TestRun.files(build.workspace());
        OciChartPackageStep locked = new OciChartPackageStep("web");
        locked.signingKeyCredentialsId = signingKey;
        OciChartPackageStep wrong = new OciChartPackageStep("web");
        wrong.signingKeyCredentialsId = signingKey;
        wrong.passphraseCredentialsId = TestCredentials.add("ann", "wrong horse");
        OciChartPackageStep other = new OciChartPackageStep("web");
        other.signingKeyCredentialsId = signingKey;
        other.signingKey = "Bob";
        OciChartPackageStep without = new OciChartPackageStep("web");
        without.signingKey = "Ann";

        refused(locked, "cannot sign with the credentials \"" + signingKey + "\": key " + key + " needs a passphrase");
        refused(wrong, "the passphrase is wrong for key " + key);
        refused(other, "private key not found: signingKey is \"Bob\", the keyring has Ann <ann@example.com>");
        refused(without, "give signingKeyCredentialsId");
        assertThat(TestRun.files(build.workspace())).isEqualTo(before);
    }

    @Test
    void acceptThePasswordOfAUserForThePassphrase() throws Exception {
        OciChartPackageStep step = new OciChartPackageStep("web");
        step.signingKeyCredentialsId = signingKey;
        step.signingKey = key;
        step.passphraseCredentialsId = TestCredentials.add("ann", PASSPHRASE);

        build.run(step);

        acceptedByAll("web-1.2.3.tgz");
    }

    private void refused(OciChartPackageStep step, String line) {
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining(line)
                .hasMessageNotContainingAny("\n", "horse");
        assertThat(build.console()).doesNotContain("horse");
    }

    @SuppressWarnings("unchecked")
    private List<Map<?, ?>> sign(String chart) throws Exception {
        OciChartPackageStep step = new OciChartPackageStep(chart);
        step.signingKeyCredentialsId = signingKey;
        step.passphraseCredentialsId = passphrase;
        return (List<Map<?, ?>>) build.run(step);
    }

    private Path provenance(String archive) {
        return build.workspace().resolve(archive + ".prov");
    }

    private void acceptedByAll(String archive) throws Exception {
        Path ring = Files.write(directory.resolve("public.gpg"), gpg.export());
        for (String helm : List.of("helm3", "helm4")) {
            assertThat(HelmProgram.onPath(helm)
                            .run("verify", build.workspace().resolve(archive).toString(), "--keyring", ring.toString()))
                    .contains("Signed by: Ann <ann@example.com>", key);
        }
        assertThat(gpg.status(provenance(archive))).contains("GOODSIG", "VALIDSIG " + key);
    }
}
