package io.jenkins.plugins.ocichart.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.StoredContent;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.simulator.ShortSettling;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What travels along with a chart, between registries that keep no list of what refers to a manifest. */
@ExtendWith(ShortSettling.class)
class SignatureCopyTest {
    private static final String SIGNATURE = "application/vnd.dev.cosign.simplesigning.v1+json";

    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry source;

    @Started
    private SimulatedRegistry target;

    private final List<String> lines = new ArrayList<>();
    private StoredContent staging;
    private Descriptor config;
    private Descriptor chart;

    @BeforeEach
    void storeAChart() throws Exception {
        Path archive = ChartTar.write(dir, "web", "1.0.0");
        staging = new StoredContent(source, "staging/web");
        chart = staging.chart("1.0.0", archive, null);
        config = staging.blob("application/vnd.oci.empty.v1+json", "{}");
    }

    private CopiedChart copy(boolean signatures) throws Exception {
        return copy(signatures, source, target);
    }

    private CopiedChart copy(boolean signatures, SimulatedRegistry from, SimulatedRegistry to) throws Exception {
        return new Copy(
                        "oci://" + from.host() + "/staging/web:1.0.0",
                        null,
                        false,
                        "oci://" + to.host() + "/prod",
                        IfExists.FAIL,
                        signatures,
                        Trust.NONE,
                        Requests.NOBODY,
                        Requests.NOBODY)
                .run(dir, lines::add);
    }

    private void assertCopied(int number) {
        assertThat(lines)
                .filteredOn(line -> line.startsWith("Signatures"))
                .containsExactly("Signatures and attestations: " + number + " copied.");
    }

    private static String tag(Descriptor manifest, String suffix) {
        return CosignSignatures.tag(manifest.digest(), suffix);
    }

    /** A signature as cosign 2 stores it, and its payload. */
    private Descriptor tagged(StoredContent content, String suffix, String payload) {
        Descriptor layer = content.blob(SIGNATURE, payload);
        content.manifest(tag(chart, suffix), content.blob(config.mediaType(), "{}"), List.of(layer), "");
        return layer;
    }

    /** A manifest that refers to another one, and is not listed yet. */
    private Descriptor referrer(String name, Descriptor subject) {
        Descriptor layer = staging.blob("text/plain", name);
        return staging.manifest(null, config, List.of(layer), StoredContent.subject(subject));
    }

    /** One that is listed. */
    private Descriptor attached(String name, Descriptor subject) {
        Descriptor referrer = referrer(name, subject);
        staging.attach(subject.digest(), List.of(referrer));
        return referrer;
    }

    private List<Digest> targetsReferrers(Descriptor subject) throws IOException {
        return Manifest.parse(target.manifest("prod/web", tag(subject, "")), Manifest.OCI_INDEX).manifests().stream()
                .map(Descriptor::digest)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {".sig", ".att", ".sbom"})
    void eachOfCosignsTagsIsCopiedBeforeTheChartsTag(String suffix) throws Exception {
        Descriptor layer = tagged(staging, suffix, "signed");

        copy(true);

        String tag = tag(chart, suffix);
        assertThat(target.manifest("prod/web", tag)).isEqualTo(source.manifest("staging/web", tag));
        assertThat(target.blob(layer.digest().toString())).asString().isEqualTo("signed");
        assertThat(target.requests())
                .filteredOn(line -> line.startsWith("PUT /v2/prod/web/manifests/"))
                .containsExactly("PUT /v2/prod/web/manifests/" + tag, "PUT /v2/prod/web/manifests/1.0.0");
        assertCopied(1);
    }

    @Test
    void whatIsThereAlreadyIsNeitherCopiedNorCounted() throws Exception {
        tagged(staging, ".sig", "signed");
        attached("bundle", chart);
        copy(true);
        assertCopied(2);
        lines.clear();
        target.requests().clear();

        copy(true);

        assertThat(target.requests()).noneMatch(line -> line.startsWith("P"));
        assertThat(lines).noneMatch(line -> line.startsWith("Signatures"));
    }

    @Test
    void nothingIsSaidOfAChartThatNobodyHasSigned() throws Exception {
        copy(true);
        assertThat(lines).noneMatch(line -> line.startsWith("Signatures"));
    }

    @Test
    void signaturesThatAreNotWantedStayWhereTheyAre() throws Exception {
        tagged(staging, ".sig", "signed");
        attached("bundle", chart);

        copy(false);

        assertThat(target.manifest("prod/web", tag(chart, ".sig"))).isNull();
        assertThat(target.manifest("prod/web", tag(chart, ""))).isNull();
        assertThat(target.manifest("prod/web", "1.0.0")).isNotNull();
        assertThat(source.requests())
                .noneMatch(line -> line.contains("sha256-"))
                .noneMatch(line -> line.contains("/referrers/"));
    }

    @Test
    void theTargetsOwnSignatureStaysBesideTheOneThatIsCopied() throws Exception {
        Descriptor theirs = tagged(new StoredContent(target, "prod/web"), ".sig", "signed for production");
        Descriptor ours = tagged(staging, ".sig", "signed");

        copy(true);

        Manifest both = Manifest.parse(target.manifest("prod/web", tag(chart, ".sig")), Manifest.OCI_MANIFEST);
        assertThat(both.layers()).containsExactly(theirs, ours);
        assertThat(target.blob(ours.digest().toString())).asString().isEqualTo("signed");
        assertCopied(1);
        lines.clear();

        copy(true);
        assertThat(target.manifest("prod/web", tag(chart, ".sig"))).isEqualTo(both.bytes());
        assertThat(lines).noneMatch(line -> line.startsWith("Signatures"));
    }

    @Test
    void whatRefersToTheChartIsCopiedWithItsList() throws Exception {
        Descriptor first = referrer("first", chart);
        Descriptor second = referrer("second", chart);
        staging.attach(chart.digest(), List.of(first, second));

        copy(true);

        assertThat(targetsReferrers(chart)).containsExactly(first.digest(), second.digest());
        assertThat(target.blob(Descriptor.of("", "second".getBytes()).digest().toString()))
                .asString()
                .isEqualTo("second");
        assertThat(target.requests()).last().isEqualTo("PUT /v2/prod/web/manifests/1.0.0");
        assertCopied(2);
    }

    @Test
    void whatRefersToTheTargetsChartStaysListed() throws Exception {
        Descriptor theirs = referrer("theirs", chart);
        new StoredContent(target, "prod/web").attach(chart.digest(), List.of(theirs));
        Descriptor ours = attached("ours", chart);

        copy(true);

        assertThat(targetsReferrers(chart)).containsExactly(theirs.digest(), ours.digest());
        assertCopied(1);
    }

    /** A signature of an attestation of a signature is copied; what refers to that isn't looked for. */
    @Test
    void whatRefersToReferrersIsCopiedUpToTheThird() throws Exception {
        Descriptor first = attached("first", chart);
        Descriptor second = attached("second", first);
        Descriptor third = attached("third", second);
        attached("fourth", third);

        copy(true);

        assertThat(targetsReferrers(chart)).containsExactly(first.digest());
        assertThat(targetsReferrers(first)).containsExactly(second.digest());
        assertThat(targetsReferrers(second)).containsExactly(third.digest());
        assertThat(target.manifest("prod/web", tag(third, ""))).isNull();
        assertCopied(3);
    }

    @Test
    void whatIsListedButGoneOrRefersToSomethingElseIsLeftOut() throws Exception {
        Descriptor gone = Descriptor.of(Manifest.OCI_MANIFEST, "gone".getBytes());
        Descriptor other = referrer("other", config);
        Descriptor real = referrer("real", chart);
        staging.attach(chart.digest(), List.of(gone, other, real));

        copy(true);

        assertThat(targetsReferrers(chart)).containsExactly(real.digest());
        assertCopied(1);
    }

    @Test
    void fiveHundredReferrersAreTheMost() throws Exception {
        Descriptor one = referrer("one", chart);
        staging.attach(chart.digest(), Collections.nCopies(501, one));

        assertThatThrownBy(() -> copy(true))
                .isInstanceOf(IOException.class)
                .hasMessage("more than 500 signatures, attestations and the like belong to one chart of staging/web;"
                        + " delete those that nobody needs, or copy it with signatures: false");
        assertThat(target.requests()).noneMatch(line -> line.startsWith("P"));
    }

    /** Under the tag of signatures, which may be anything. */
    @Test
    void anIndexIsCopiedWithIndexesUpToTheFourth() throws Exception {
        Descriptor index = staging.manifest(null, config, List.of(), "");
        for (int depth = 4; depth > 1; depth--) {
            index = staging.index(null, List.of(index));
        }
        staging.index(tag(chart, ".att"), List.of(index));
        assertThatThrownBy(() -> copy(true))
                .hasMessageStartingWith("staging/web@sha256:")
                .hasMessageEndingWith(" is an index of indexes, more than 4 deep, and is not copied");
        assertThat(target.manifest("prod/web", "1.0.0")).isNull();

        staging.index(
                tag(chart, ".att"),
                List.of(Manifest.parse(
                                source.manifest("staging/web", index.digest().toString()), Manifest.OCI_INDEX)
                        .manifests()
                        .get(0)));
        copy(true);
        assertThat(target.manifest("prod/web", tag(chart, ".att"))).isNotNull();
        assertCopied(1);
    }

    @Test
    void withinARegistryTheyAreMounted() throws Exception {
        Descriptor layer = tagged(staging, ".sig", "signed");
        attached("bundle", chart);

        copy(true, source, source);

        assertThat(source.requests()).noneMatch(line -> line.startsWith("PUT /v2/prod/web/blobs"));
        assertThat(source.requests()).noneMatch(line -> line.contains("GET /v2/staging/web/blobs/" + layer.digest()));
        assertThat(source.manifest("prod/web", tag(chart, ".sig")))
                .isEqualTo(source.manifest("staging/web", tag(chart, ".sig")));
        assertCopied(2);
    }
}
