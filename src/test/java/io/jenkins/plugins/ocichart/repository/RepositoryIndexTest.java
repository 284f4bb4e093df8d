package io.jenkins.plugins.ocichart.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An index is read as Helm 3 reads it, and refused where Helm 3 refuses it. */
class RepositoryIndexTest {
    private static final String ENTRY = "  - name: web\n    version: 1.0.0\n    urls: [web-1.0.0.tgz]\n";

    @TempDir
    private Path dir;

    @Started
    private ChartSite site;

    private final List<String> warnings = new ArrayList<>();

    @BeforeEach
    void serve() throws IOException {
        site.serving(dir.resolve("site"));
        for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0-rc.1", "1.2.0+b.1")) {
            ChartTar.write(dir.resolve("site"), "web", version);
        }
    }

    private RepositoryIndex read() throws Exception {
        ChartRepository repository =
                new ChartRepository("", site.url(), RegistryCredential.anonymous(), false, ConnectionSettings.DEFAULT);
        try (RepositoryClient client = RepositoryClient.open(repository)) {
            return client.index("web"::equals, dir.resolve("stored"), false, warnings::add);
        }
    }

    private String chosenByHelm(String version) throws Exception {
        String shown = HelmProgram.three().run("show", "chart", "web", "--repo", site.url(), "--version", version);
        return shown.lines()
                .filter(line -> line.startsWith("version: "))
                .map(line -> line.substring("version: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private void index(String text) throws IOException {
        Files.writeString(dir.resolve("site/index.yaml"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^1", "*", "~1.2", ">=1.0 <1.10.0", ">0.0.0-0", "1.0.0", "1"})
    void theNewestOfARangeIsTheOneThatHelmChooses(String range) throws Exception {
        HelmProgram.three().run("repo", "index", dir.resolve("site").toString());
        IndexEntry chosen = read().newest("web", VersionConstraint.parse(range)).orElseThrow();
        // Helm's choice among builds of one version is not defined.
        assertThat(chosenByHelm(range).replaceFirst("[+].*", ""))
                .isEqualTo(chosen.version().text().replaceFirst("[+].*", ""));
        assertThat(chosen.digest()).matches("[0-9a-f]{64}");
        assertThat(site.asked().get(0).headers()).containsEntry("accept-encoding", "gzip");
    }

    @Test
    void jsonIsReadAsHelmReadsIt() throws Exception {
        HelmProgram.three().run("repo", "index", "--json", dir.resolve("site").toString());
        assertThat(read().version("web", "1.2.0+b.1").orElseThrow().version().text())
                .isEqualTo("1.2.0+b.1");
        assertThat(chosenByHelm("1.10.0")).isEqualTo("1.10.0");
    }

    static Stream<Arguments> readByHelm() {
        return Stream.of(
                Arguments.of("plain", "apiVersion: v1\nentries:\n  web:\n" + ENTRY),
                Arguments.of("entries first", "entries:\n  web:\n" + ENTRY + "apiVersion: v1\n"),
                Arguments.of("null entry", "apiVersion: v1\nentries:\n  web:\n  - null\n" + ENTRY),
                Arguments.of("null chart", "apiVersion: v1\nentries:\n  other:\n  web:\n" + ENTRY),
                Arguments.of(
                        "invalid entry",
                        "apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: abc\n    urls: [x]\n" + ENTRY),
                Arguments.of(
                        "no URL",
                        "apiVersion: v1\nentries:\n  web:\n  - name: web\n    version: 1.0.0\n    urls: []\n"
                                + ENTRY.replace("1.0.0", "1.2.0")),
                Arguments.of(
                        "Helm 2's fields",
                        "apiVersion: v1\nserverInfo: {contextPath: /x}\npublicKeys: [a]\nannotations: {a: b}\n"
                                + "generated: \"2024-05-06T07:08:09Z\"\nentries:\n  web:\n" + ENTRY
                                + "    engine: gotpl\n    tillerVersion: '>2'\n    url: x\n    checksum: y\n"
                                + "    removed: false\n    created: 2024-05-06T07:08:09.123456789+02:00\n"),
                Arguments.of(
                        "two dependencies of one name",
                        "apiVersion: v1\nentries:\n  web:\n" + ENTRY + "    dependencies: [{name: a}, {name: a}]\n"),
                Arguments.of(
                        "JSON with an unknown field",
                        "{\"apiVersion\": \"v1\", \"entries\": {\"web\": ["
                                + "{\"name\": \"web\", \"version\": \"1.0.0\", \"urls\": [\"web-1.0.0.tgz\"], \"odd\": 1}]}}"),
                Arguments.of("byte order mark", "\ufeffapiVersion: v1\nentries:\n  web:\n" + ENTRY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readByHelm")
    void whatHelmReadsIsRead(String kind, String text) throws Exception {
        index(text);
        String byHelm = chosenByHelm("*");
        assertThat(read().newest("web", VersionConstraint.parse("*"))
                        .orElseThrow()
                        .version()
                        .text())
                .isEqualTo(byHelm);
    }

    static Stream<Arguments> refusedByHelm() {
        return Stream.of(
                Arguments.of("", "it is empty"),
                Arguments.of("entries:\n  web:\n" + ENTRY, "no API version specified"),
                Arguments.of("apiVersion: v1\nodd: 1\nentries:\n  web:\n" + ENTRY, "unknown field \"odd\""),
                Arguments.of(
                        "apiVersion: v1\nentries:\n  web:\n" + ENTRY + "    odd: 1\n",
                        "entries.web: unknown field \"odd\""),
                Arguments.of(
                        "apiVersion: v1\nentries:\n  other:\n" + ENTRY + "    odd: 1\n  web:\n" + ENTRY,
                        "entries.other: unknown field \"odd\""),
                Arguments.of(
                        "apiVersion: v1\nentries:\n  web:\n" + ENTRY + "    maintainers: [{nick: x}]\n",
                        "entries.web: unknown field \"maintainers.nick\""),
                Arguments.of(
                        "apiVersion: v1\nentries:\n  web:\n" + ENTRY + "    version: 1.0.1\n",
                        "key \"version\" already set in map"),
                Arguments.of(
                        "apiVersion: v1\nentries:\n  web:\n" + ENTRY + "  web:\n" + ENTRY,
                        "key \"web\" already set in map"),
                Arguments.of(
                        "apiVersion: v1\nentries:\n  web:\n" + ENTRY + "    created: yesterday\n",
                        "created must be a time"),
                Arguments.of("apiVersion: v1\nentries: [a]\n", "there must be a map in entries"),
                Arguments.of("apiVersion: v1\nentries:\n  web: x\n", "there must be a list in entries"),
                Arguments.of("apiVersion: v1\nentries:\n  web:\n" + ENTRY + "   x: [\n", "line "),
                Arguments.of("<html><body>Not found</body></html>", "must be a map"));
    }

    @ParameterizedTest
    @MethodSource("refusedByHelm")
    void whatHelmRefusesIsRefused(String text, String reason) throws Exception {
        index(text);
        assertThatThrownBy(() -> chosenByHelm("*")).isInstanceOf(EmbeddedHelm.HelmFailure.class);
        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(site.url() + "/index.yaml is not the index of a chart repository: ")
                .hasMessageContaining(reason);
    }

    @Test
    void whatIsPassedOverIsSaid() throws Exception {
        index("apiVersion: v1\nentries:\n  other:\n  - null\n  web:\n  - null\n  - {name: web, version: x}\n" + ENTRY);
        read();
        assertThat(warnings)
                .containsExactly(
                        "WARNING: " + site.url() + "/index.yaml has an invalid entry of web: it is empty; passed over",
                        "WARNING: " + site.url() + "/index.yaml has an invalid entry of web: version \"x\" is not a"
                                + " semantic version; passed over");
    }

    @Test
    void anchorsAreRefusedInALineThatSaysSo() throws Exception {
        index("apiVersion: v1\nentries:\n  web:\n  - &a\n    name: web\n    version: 1.0.0\n");
        assertThatThrownBy(this::read).hasMessageContaining("line 4: anchors are not read in a file of this kind");
    }

    @Tag("slow")
    @Test
    void anIndexThatGrowsEndlesslyWhenItIsDecompressedIsRefused() throws Exception {
        index("apiVersion: v1\n" + "# nothing\n".repeat(11 << 20));
        assertThatThrownBy(this::read).hasMessageEndingWith("has more than the 100 MiB of text that are read");
    }

    @Test
    void addressesAreThoseOfHelm4() throws Exception {
        RepositoryUrl url = RepositoryUrl.parse("https://example.com/charts/?token=t");
        Map<String, String> addresses = Map.of(
                "web-1.0.0.tgz", "https://example.com/charts/web-1.0.0.tgz?token=t",
                "charts/web.tgz?x=1", "https://example.com/charts/charts/web.tgz?token=t",
                "../web.tgz", "https://example.com/web.tgz?token=t",
                "/web.tgz", "https://example.com/web.tgz?token=t",
                "https://cdn.example.com/web.tgz?sig=a%2Fb", "https://cdn.example.com/web.tgz?sig=a%2Fb");
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            assertThat(url.chart(address.getKey())).hasToString(address.getValue());
        }
        assertThat(url.index()).hasToString("https://example.com/charts/index.yaml?token=t");
        assertThat(url).hasToString("https://example.com/charts/");
        assertThat(url.chartBelow("/web.tgz")).hasToString("https://example.com/charts/web.tgz?token=t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://alice:s3cret@example.com/charts", "https://alice@example.com"})
    void loginsInAddressesAreRefusedAndNotShown(String url) {
        assertThatThrownBy(() -> RepositoryUrl.parse(url))
                .hasMessageContaining("was given with a user name or password")
                .hasMessageContaining("https://example.com")
                .hasMessageNotContainingAny("alice", "s3cret");
    }
}
