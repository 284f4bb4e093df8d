package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.StoredContent;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts of a registry as other verbs find and fetch them. */
class RegistryChartsTest {
    @TempDir
    private Path dir;

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private final List<String> lines = new ArrayList<>();
    private RegistryCharts charts;
    private StoredContent content;
    private String web;
    private Path archive;

    @BeforeEach
    void connect() throws Exception {
        client = RegistryClient.open(
                registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.basic("alice", "secret"));
        charts = new RegistryCharts(client, new Console(lines::add));
        content = new StoredContent(registry, "charts/web");
        web = "oci://" + registry.host() + "/charts/web";
        archive = ChartTar.write(dir.resolve("source.tgz"), "web", "1.0.0+b", "");
    }

    private void tags(String... tags) throws IOException {
        for (String tag : tags) {
            content.chart(tag, archive, null);
        }
    }

    @Test
    void theNewestInARangeHasItsPlus() throws Exception {
        tags("1.0.0_b", "1.0.0_a", "0.9.0", "2.0.0");

        assertThat(charts.newest(web, VersionConstraint.parse("^1"))).isEqualTo("1.0.0+b");
    }

    @Test
    void aChartIsFetchedUnderTheNameThatHelmGivesIt() throws Exception {
        content.chart("1.0.0_b", archive, null);

        ChartLookup.Found found = charts.find(web, "1.0.0+b");
        charts.download(found, dir.resolve("fetched"));

        assertThat(RegistryCharts.file(found)).isEqualTo("web-1.0.0+b.tgz");
        assertThat(dir.resolve("fetched")).hasSameBinaryContentAs(archive);
        assertThat(found.tag()).isEqualTo("1.0.0_b");
        assertThat(found.ref()).isEqualTo(registry.host() + "/charts/web:1.0.0_b");
    }

    @Test
    void whatIsToBeVerifiedComesWithItsProvenanceIfThatIsNeeded() throws Exception {
        Descriptor manifest = content.chart("1.0.0_b", archive, "signed");
        ChartLookup.Found found = charts.find(web, "1.0.0+b");
        registry.requests().clear();

        UntrustedChart without = charts.untrusted(found, false);
        assertThat(without.provenance()).isNull();
        assertThat(registry.requests()).isEmpty();

        UntrustedChart with = charts.untrusted(found, true);
        assertThat(with.provenance()).asString().isEqualTo("signed");
        assertThat(with.file()).isEqualTo("web-1.0.0+b.tgz");
        assertThat(with.name()).isEqualTo(found.ref());
        assertThat(with.archive()).isEqualTo(Digest.sha256(Files.readAllBytes(archive)));
        assertThat(with.manifest()).isEqualTo(manifest.digest());
        assertThat(with.repository()).hasToString("charts/web");
    }

    @Test
    void theFiveNewestVersionsAreNamedInPlaceOfOneThatIsMissing() throws Exception {
        tags("1.0.0", "7.0.0", "3.0.0-rc.1", "2.0.0", "6.0.0", "4.0.0", "5.0.0", "latest");

        assertThatThrownBy(() -> charts.find(web, "8.0.0"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("8.0.0")
                .hasMessageEndingWith(". Available: 7.0.0, 6.0.0, 5.0.0, 4.0.0, 3.0.0-rc.1");
    }

    /** The registry lists a hundred tags at a time. */
    @Test
    void tagsAreFoundOnAnyPage() throws Exception {
        tags("0.1.0_b");
        for (int i = 0; i < 120; i++) {
            tags("1.0." + i);
        }

        tags("2.0.0");

        assertThat(charts.newest(web, VersionConstraint.parse("*"))).isEqualTo("2.0.0");
        assertThatThrownBy(() -> charts.find(web, "v0.1.0+b"))
                .hasMessageEndingWith(". It has the tag 0.1.0_b: ask for version 0.1.0+b");
    }

    @Test
    void nothingIsNamedIfTheRegistryDoesNotListItsTags() throws Exception {
        tags("1.0.0");
        registry.always("GET", "/tags/list", SimulatedRegistry.refuse(403, "DENIED", "no lists"));

        assertThatThrownBy(() -> charts.find(web, "2.0.0"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("2.0.0")
                .message()
                .doesNotContain("Available")
                .doesNotContain("no lists");
    }

    @Test
    void nothingIsNamedIfNoTagIsAVersion() throws Exception {
        tags("latest");

        assertThatThrownBy(() -> charts.find(web, "2.0.0"))
                .isInstanceOf(NotFoundException.class)
                .message()
                .doesNotContain("Available");
    }

    @Test
    void oneTagThatIsAlmostAVersionIsNamedIfNoneIsOne() throws Exception {
        tags("latest", "v1.0.0", "v2.0.0", "1.5");

        assertThatThrownBy(() -> charts.newest(web, VersionConstraint.parse("*")))
                .hasMessage(web + " has no tag that is a version such as 1.2.3; name the tag to pull,"
                        + " v2.0.0 for example");
    }

    @Test
    void aRangeOfOneNumberLessIsNoRangeOfTheNumberItself() throws Exception {
        tags("1.1.0");

        assertThatThrownBy(() -> charts.find(web, "1.1"))
                .hasMessageContaining("'1.1' was taken as a tag, '~1.1' would be a range");
        assertThatThrownBy(() -> charts.find(web, "1.1.1")).message().doesNotContain("was taken as a tag");
        assertThatThrownBy(() -> charts.find(web, "latest")).message().doesNotContain("was taken as a tag");
    }

    @Test
    void anIndexWithoutAChartIsNoChart() throws Exception {
        Descriptor config = content.blob("application/vnd.oci.image.config.v1+json", "{}");
        content.index("1.0.0", List.of(content.manifest(null, config, List.of(), "")));

        assertThatThrownBy(() -> charts.find(web, "1.0.0"))
                .hasMessage(registry.host() + "/charts/web:1.0.0 is not a Helm chart: it is an index that lists none");
    }

    /** A manifest of another kind, such as one of Docker's, is not asked for. */
    @Test
    void whatAnIndexListsUnderATypeThatNoChartHasIsNotLookedAt() throws Exception {
        Descriptor chart = content.chart("chart", archive, null);
        Descriptor other = content.blob("application/vnd.docker.distribution.manifest.v2+json", "{}");
        content.index("1.0.0", List.of(other, chart));

        assertThat(charts.find(web, "1.0.0").chart().digest()).isEqualTo(chart.digest());
        assertThat(registry.requests())
                .noneMatch(line -> line.contains(other.digest().toString()));
    }

    @Test
    void ofAnIndexTheDigestIsItsOwnAndTheLayersAreThoseOfItsChart() throws Exception {
        Descriptor chart = content.chart("chart", archive, "signed");
        Descriptor index = content.index("1.0.0", List.of(chart));

        ChartLookup.Found found = charts.find(web, "1.0.0");

        assertThat(found.digest()).isEqualTo(index.digest());
        assertThat(found.manifest().isIndex()).isTrue();
        assertThat(found.chart().digest()).isEqualTo(chart.digest());
        assertThat(found.layers().provenance().mediaType()).isEqualTo(ChartMediaTypes.PROVENANCE);
    }
}
