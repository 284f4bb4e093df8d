package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users read of a chart. */
class ConsoleTest {
    private static final Digest ARCHIVE = Digest.parse("sha256:" + "a".repeat(64));
    private static final Digest MANIFEST = Digest.parse("sha256:" + "b".repeat(64));

    private final List<String> lines = new ArrayList<>();
    private final Console console = new Console(lines::add);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"1.0.0", "my_tag"})
    void aChartIsNamedAsHelmNamesIt(String tag) {
        console.chart("Pulled", "h/charts/web:" + tag, tag, MANIFEST, null);

        assertThat(lines).containsExactly("Pulled: h/charts/web:" + tag, "Digest: " + MANIFEST);
    }

    @Test
    void aRemarkAndTheUnderscoreInATagAreExplained() {
        console.chart("Copied", "h/charts/web:1.0.0_b", "1.0.0_b", MANIFEST, "Nothing was uploaded.");

        assertThat(lines)
                .containsExactly(
                        "Copied: h/charts/web:1.0.0_b",
                        "Digest: " + MANIFEST,
                        "Nothing was uploaded.",
                        "NOTE: tags cannot hold '+', so the tag 1.0.0_b has '_' where the chart's version has '+';"
                                + " Helm reads it back as '+'.");
    }

    @Test
    void eachSignatureIsShownByItsForm() {
        console.signatures(
                new Verification(List.of(
                        ChartSignature.ofProvenance("ABCD", List.of("Ann", "Ann <ann@x>"), Instant.EPOCH),
                        new ChartSignature("bundle", "sha256:k", List.of(), null, null, null, Map.of()),
                        new ChartSignature("tag", null, List.of(), "bob@x", "issuer", null, Map.of()))),
                ARCHIVE,
                MANIFEST);

        assertThat(lines)
                .containsExactly(
                        "Signed by: Ann",
                        "Signed by: Ann <ann@x>",
                        "Using Key With Fingerprint: ABCD",
                        "Chart Hash Verified: " + ARCHIVE,
                        "Signed with cosign (bundle) by key sha256:k: " + MANIFEST,
                        "Signed with cosign (tag) by bob@x: " + MANIFEST);
    }
}
