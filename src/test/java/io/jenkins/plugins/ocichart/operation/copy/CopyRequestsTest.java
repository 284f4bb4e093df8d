package io.jenkins.plugins.ocichart.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.RecordingJudge;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.StoredContent;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a copy asks of the registry that has a chart and of the one that gets it, and what it says of that. */
class CopyRequestsTest {
    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry source;

    @Started
    private SimulatedRegistry target;

    private final RecordingJudge judge = new RecordingJudge();
    private final List<String> lines = new ArrayList<>();
    private Path archive;
    private Digest layer;
    private Descriptor chart;
    private StoredContent staging;

    @BeforeEach
    void storeAChart() throws Exception {
        archive = ChartTar.write(dir.resolve("source.tgz"), "web", "1.0.0+b", "");
        layer = Digest.sha256(Files.readAllBytes(archive));
        staging = new StoredContent(source, "staging/web");
        chart = staging.chart("1.0.0_b", archive, "signed");
    }

    private CopiedChart copy(String from, String to, IfExists ifExists, Trust trust) throws Exception {
        return new Copy(from, null, false, to, ifExists, false, trust, Requests.NOBODY, Requests.NOBODY)
                .run(dir, lines::add);
    }

    private CopiedChart copy(IfExists ifExists) throws Exception {
        return copy(from(), "oci://" + target.host() + "/prod", ifExists, Trust.NONE);
    }

    private String from() {
        return "oci://" + source.host() + "/staging/web:1.0.0_b";
    }

    private StoredContent prod() {
        return new StoredContent(target, "prod/web");
    }

    private RegistryChart copied(String host, String repository, String tag) throws IOException {
        return new RegistryChart(
                host + "/" + repository + ":" + tag,
                host,
                repository,
                tag,
                chart.digest().toString(),
                "web",
                "1.0.0+b",
                "7",
                layer.toString(),
                Files.size(archive),
                Digest.sha256("signed".getBytes()).toString());
    }

    private static List<String> writes(SimulatedRegistry registry) {
        return registry.requests().stream().filter(line -> line.startsWith("P")).toList();
    }

    @Test
    void theTagIsSetAfterAllBlobsAreThere() throws Exception {
        CopiedChart copied = copy(IfExists.FAIL);

        assertThat(target.manifest("prod/web", "1.0.0_b")).isEqualTo(source.manifest("staging/web", "1.0.0_b"));
        assertThat(target.blob(layer.toString())).isEqualTo(Files.readAllBytes(archive));
        assertThat(writes(target)).hasSize(7).last().isEqualTo("PUT /v2/prod/web/manifests/1.0.0_b");
        assertThat(writes(source)).isEmpty();
        assertThat(copied.chart()).isEqualTo(copied(target.host(), "prod/web", "1.0.0_b"));
        assertThat(copied.pushed()).isTrue();
        assertThat(copied.from()).isEqualTo(source.host() + "/staging/web:1.0.0_b");
        assertThat(copied.md5()).isEqualTo(ChartTar.md5(archive));
        assertThat(copied.verification().signatures()).isEmpty();
        assertThat(lines)
                .containsExactly(
                        "Copied: " + target.host() + "/prod/web:1.0.0_b",
                        "Digest: " + chart.digest(),
                        "NOTE: tags cannot hold '+', so the tag 1.0.0_b has '_' where the chart's version has '+';"
                                + " Helm reads it back as '+'.");
    }

    @Test
    void aTagThatHasTheChartCostsOneRequest() throws Exception {
        copy(IfExists.FAIL);
        target.requests().clear();
        lines.clear();

        CopiedChart again = copy(IfExists.FAIL);

        assertThat(target.requests()).containsExactly("HEAD /v2/prod/web/manifests/1.0.0_b");
        assertThat(again.pushed()).isFalse();
        assertThat(again.md5()).isNull();
        assertThat(again.chart()).isEqualTo(copied(target.host(), "prod/web", "1.0.0_b"));
        assertThat(lines).element(2).isEqualTo("Already up to date; nothing was uploaded.");
    }

    @Test
    void blobsThatAreThereAreNotUploaded() throws Exception {
        prod().blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive));

        CopiedChart copied = copy(IfExists.FAIL);

        assertThat(target.requests())
                .filteredOn(line -> line.contains("PUT /v2/prod/web/blobs"))
                .hasSize(2);
        assertThat(source.requests()).noneMatch(line -> line.endsWith("blobs/" + layer));
        assertThat(copied.md5()).isNull();
        assertThat(target.manifest("prod/web", "1.0.0_b")).isNotNull();
    }

    /** A manifest may list one blob twice. */
    @Test
    void aBlobIsCopiedOnce() throws Exception {
        Descriptor config = staging.blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"2.0.0\"}");
        Descriptor content = staging.blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive));
        staging.manifest("2.0.0", config, List.of(content, content), "");

        copy(
                "oci://" + source.host() + "/staging/web:2.0.0",
                "oci://" + target.host() + "/prod",
                IfExists.FAIL,
                Trust.NONE);

        assertThat(source.requests())
                .filteredOn(line -> line.endsWith("blobs/" + layer))
                .hasSize(1);
    }

    @Test
    void withinARegistryBlobsAreMountedWithoutALook() throws Exception {
        CopiedChart copied = copy(from(), "oci://" + source.host() + "/prod", IfExists.FAIL, Trust.NONE);

        assertThat(source.requests())
                .filteredOn(line -> line.startsWith("POST"))
                .hasSize(3);
        assertThat(source.requests())
                .filteredOn(line -> line.startsWith("HEAD"))
                .containsExactly("HEAD /v2/prod/web/manifests/1.0.0_b");
        assertThat(source.requests()).noneMatch(line -> line.startsWith("PUT /v2/prod/web/blobs"));
        assertThat(source.manifest("prod/web", "1.0.0_b")).isEqualTo(source.manifest("staging/web", "1.0.0_b"));
        assertThat(copied.md5()).isNull();
    }

    @Test
    void withinARegistryThatDoesNotMountBlobsAreUploaded() throws Exception {
        source.fault("POST", "/v2/prod/web/blobs/uploads/", 3, SimulatedRegistry.refuse(405, "UNSUPPORTED", "no"));

        CopiedChart copied = copy(from(), "oci://" + source.host() + "/prod", IfExists.FAIL, Trust.NONE);

        assertThat(source.manifest("prod/web", "1.0.0_b")).isEqualTo(source.manifest("staging/web", "1.0.0_b"));
        assertThat(copied.md5()).isEqualTo(ChartTar.md5(archive));
    }

    @Test
    void aChartThatIsReplacedProbablyHasSomeOfTheBlobs() throws Exception {
        copy(from(), "oci://" + source.host() + "/prod", IfExists.FAIL, Trust.NONE);
        Descriptor config = staging.blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"1.0.0+b\"}");
        staging.manifest(
                "1.0.0_b", config, List.of(staging.blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive))), "");
        source.requests().clear();

        copy(from(), "oci://" + source.host() + "/prod", IfExists.OVERWRITE, Trust.NONE);

        assertThat(source.requests())
                .contains("HEAD /v2/prod/web/blobs/" + layer)
                .filteredOn(line -> line.startsWith("POST"))
                .hasSize(1);
        assertThat(source.manifest("prod/web", "1.0.0_b")).isEqualTo(source.manifest("staging/web", "1.0.0_b"));
    }

    /** Nothing can be mounted from the repository that it is mounted to. */
    @Test
    void withinARepositoryADigestGetsItsTagAndNothingElseIsWritten() throws Exception {
        Descriptor config = staging.blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"3.0.0\"}");
        Descriptor content = staging.blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive));
        Descriptor candidate = staging.manifest("candidate", config, List.of(content), "");
        String from = "oci://" + source.host() + "/staging/web@" + candidate.digest();

        CopiedChart copied = copy(from, "oci://" + source.host() + "/staging", IfExists.FAIL, Trust.NONE);

        assertThat(copied.chart().tag()).isEqualTo("3.0.0");
        assertThat(writes(source)).containsExactly("PUT /v2/staging/web/manifests/3.0.0");
    }

    @Test
    void aDigestIsCopiedUnderTheTagOfItsVersion() throws Exception {
        String from = "oci://" + source.host() + "/staging/web@" + chart.digest();

        CopiedChart copied = copy(from, "oci://" + target.host() + "/prod", IfExists.FAIL, Trust.NONE);

        assertThat(copied.chart()).isEqualTo(copied(target.host(), "prod/web", "1.0.0_b"));
        assertThat(copied.from()).isEqualTo(source.host() + "/staging/web@" + chart.digest());
        assertThat(target.manifest("prod/web", "1.0.0_b")).isNotNull();
    }

    private Descriptor other() throws IOException {
        Path other = ChartTar.described(dir, "web", "1.0.0+b", "another one");
        return prod().chart("1.0.0_b", other, null);
    }

    @Test
    void anotherChartUnderTheTagFails() throws Exception {
        Descriptor other = other();

        assertThatThrownBy(() -> copy(IfExists.FAIL))
                .isInstanceOf(IOException.class)
                .hasMessage(target.host() + "/prod/web:1.0.0_b exists already with the digest " + other.digest()
                        + ", not with " + chart.digest() + "; set ifExists to overwrite or skip, or delete it");
        assertThat(writes(target)).isEmpty();
        assertThat(lines).isEmpty();
    }

    @Test
    void anotherChartUnderTheTagIsSkippedAndDescribed() throws Exception {
        Descriptor other = other();
        Path kept = dir.resolve("web-1.0.0+b.tgz");

        CopiedChart copied = copy(from(), "oci://" + target.host() + "/prod", IfExists.SKIP, judge.trust());

        assertThat(writes(target)).isEmpty();
        assertThat(copied.pushed()).isFalse();
        assertThat(copied.md5()).isNull();
        assertThat(copied.from()).isEqualTo(source.host() + "/staging/web:1.0.0_b");
        assertThat(copied.verification().signatures()).isEmpty();
        assertThat(copied.chart())
                .isEqualTo(new RegistryChart(
                        target.host() + "/prod/web:1.0.0_b",
                        target.host(),
                        "prod/web",
                        "1.0.0_b",
                        other.digest().toString(),
                        "web",
                        "1.0.0+b",
                        "7",
                        Digest.sha256(Files.readAllBytes(kept)).toString(),
                        Files.size(kept),
                        null));
        assertThat(lines)
                .startsWith(
                        "Skipped: " + target.host() + "/prod/web:1.0.0_b",
                        "Digest: " + other.digest(),
                        "It exists with this other digest and stays as it is (ifExists is skip).")
                .hasSize(4);
    }

    @Test
    void anotherChartUnderTheTagIsOverwritten() throws Exception {
        other();

        CopiedChart copied = copy(IfExists.OVERWRITE);

        assertThat(copied.pushed()).isTrue();
        assertThat(target.manifest("prod/web", "1.0.0_b")).isEqualTo(source.manifest("staging/web", "1.0.0_b"));
    }

    /** The annotation with the time of the archive makes another manifest of one chart. */
    @Test
    void theSameChartInAnotherManifestIsUpToDate() throws Exception {
        StoredContent prod = prod();
        Descriptor config =
                prod.blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"1.0.0+b\",\"appVersion\":\"7\"}");
        List<Descriptor> layers = List.of(
                prod.blob(ChartMediaTypes.PROVENANCE, "signed"),
                prod.blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive)));
        Descriptor existing = prod.manifest("1.0.0_b", config, layers, ",\"annotations\":{\"created\":\"later\"}");

        for (IfExists ifExists : List.of(IfExists.FAIL, IfExists.SKIP)) {
            CopiedChart copied = copy(from(), "oci://" + target.host() + "/prod", ifExists, judge.trust());
            assertThat(copied.pushed()).isFalse();
            assertThat(copied.chart().digest()).isEqualTo(existing.digest().toString());
            assertThat(copied.verification().signatures()).isEmpty();
        }
        assertThat(writes(target)).isEmpty();
        assertThat(lines).contains("Already up to date; nothing was uploaded.");
    }

    @Test
    void otherMetadataOrAnotherLayerMakeAnotherChart() throws Exception {
        StoredContent prod = prod();
        Descriptor sameLayer = prod.blob(ChartMediaTypes.CONTENT, Files.readAllBytes(archive));
        Descriptor sameProvenance = prod.blob(ChartMediaTypes.PROVENANCE, "signed");
        Descriptor sameConfig =
                prod.blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"1.0.0+b\",\"appVersion\":\"7\"}");
        Descriptor otherConfig = prod.blob(ChartMediaTypes.CONFIG, "{\"name\":\"web\",\"version\":\"1.0.0+b\"}");

        prod.manifest("1.0.0_b", otherConfig, List.of(sameLayer, sameProvenance), "");
        assertThatThrownBy(() -> copy(IfExists.FAIL)).hasMessageContaining("exists already");
        prod.manifest("1.0.0_b", sameConfig, List.of(sameLayer), "");
        assertThatThrownBy(() -> copy(IfExists.FAIL)).hasMessageContaining("exists already");
    }

    @Test
    void aChartIsVerifiedBeforeTheTargetIsAsked() throws Exception {
        CopiedChart copied = copy(from(), "oci://" + target.host() + "/prod", IfExists.FAIL, judge.trust());

        assertThat(judge.asked).containsExactly("web-1.0.0+b.tgz " + layer + " signed null");
        assertThat(copied.verification().signatures()).containsExactly(RecordingJudge.ANN);
        assertThat(lines)
                .endsWith(
                        "Signed by: Ann <ann@x>", "Using Key With Fingerprint: ABCD", "Chart Hash Verified: " + layer);

        judge.refusal = "nobody knows the key";
        target.requests().clear();
        assertThatThrownBy(() -> copy(from(), "oci://" + target.host() + "/prod", IfExists.FAIL, judge.trust()))
                .isInstanceOf(UnverifiedException.class);
        assertThat(target.requests()).isEmpty();
    }

    @Test
    void aBlobThatTheTargetTookAndLostIsUploadedAgain() throws Exception {
        target.fault("PUT", "/v2/prod/web/blobs/uploads/", 1, e -> e.respond(201, ""));

        copy(IfExists.FAIL);

        assertThat(target.manifest("prod/web", "1.0.0_b")).isEqualTo(source.manifest("staging/web", "1.0.0_b"));
        assertThat(target.requests())
                .filteredOn(line -> line.startsWith("PUT /v2/prod/web/blobs"))
                .hasSize(4);
        assertThat(source.requests())
                .filteredOn(line -> line.contains("/blobs/sha256:"))
                .hasSize(5); // the config to read it, and once more than the three blobs
    }

    @Test
    void bothRegistriesMayWantTheirUsersToReadSomething() throws Exception {
        source.always("GET", "/v2/", e -> source.answer(e, Map.of("Warning", "299 - \"closes in June\"")));
        target.always("HEAD", "/v2/", e -> target.answer(e, Map.of("Warning", "299 - \"closes in July\"")));

        copy(IfExists.FAIL);

        assertThat(lines)
                .endsWith(
                        "WARNING: " + source.host() + " says: closes in June",
                        "WARNING: " + target.host() + " says: closes in July");
    }

    @Test
    void aRegistrysOwnRefusalStaysWhatItIs() {
        assertThatThrownBy(() -> copy(
                        "oci://" + source.host() + "/staging/web:2.0.0",
                        "oci://" + target.host() + "/prod",
                        IfExists.FAIL,
                        Trust.NONE))
                .isInstanceOf(NotFoundException.class);
        assertThat(target.requests()).isEmpty();
    }

    @Test
    void anIndexIsCopiedWithTheManifestsThatItLists() throws Exception {
        Descriptor config = staging.blob("application/vnd.oci.image.config.v1+json", "{}");
        Descriptor image = staging.manifest(null, config, List.of(), "");
        Descriptor inner = staging.index(null, List.of(chart));
        Descriptor index = staging.index("2.0.0", List.of(image, inner));

        CopiedChart copied = copy(
                "oci://" + source.host() + "/staging/web:2.0.0",
                "oci://" + target.host() + "/prod",
                IfExists.FAIL,
                Trust.NONE);

        assertThat(copied.chart().digest()).isEqualTo(index.digest().toString());
        assertThat(copied.chart().chartDigest()).isEqualTo(layer.toString());
        assertThat(writes(target))
                .filteredOn(line -> line.contains("/manifests/"))
                .containsExactly(
                        "PUT /v2/prod/web/manifests/" + image.digest(),
                        "PUT /v2/prod/web/manifests/" + chart.digest(),
                        "PUT /v2/prod/web/manifests/" + inner.digest(),
                        "PUT /v2/prod/web/manifests/2.0.0");
        assertThat(target.blob(layer.toString())).isEqualTo(Files.readAllBytes(archive));
    }
}
