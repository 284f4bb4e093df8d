package io.jenkins.plugins.ocichart.operation.pull;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartPart;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import io.jenkins.plugins.ocichart.fixture.ChartFixtures;
import io.jenkins.plugins.ocichart.fixture.ChartFolders;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm.HelmFailure;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows character for character what real Helm 3.21 prints. */
class ShowTest {
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path directory;

    static Stream<ChartFolders.Shape> folders() {
        return Stream.concat(
                ChartFolders.shapes(),
                Stream.of(
                        shape("comments-for-values", c -> c.file("values.yaml", "# nothing\n")),
                        shape("null-for-values", c -> c.file("values.yaml", "~\n")),
                        shape(
                                "no-line-end",
                                c -> c.file("values.yaml", "a: 1")
                                        .file("README.md", "a")
                                        .file("crds/a.yaml", "x")),
                        shape("documents-of-values", c -> c.file("values.yaml", "a: 1\n---\nb: 2\n")),
                        shape(
                                "readme-txt",
                                c -> c.file("readme.TXT", "text")
                                        .file("readme", "none")
                                        .file("docs/README.md", "x")),
                        shape(
                                "readmes",
                                c -> c.file("README", "1")
                                        .file("README.md", "2")
                                        .file("Readme.txt", "3")),
                        shape(
                                "crds",
                                c -> c.file("crds/b.yaml", "---\nb: 1\n")
                                        .file("crds/a/c.YML", "c: 1\n")
                                        .file("crds/d.json", "{}")
                                        .file("crds/e.txt", "e")
                                        .file("crds/f.yaml.bak", "f")
                                        .file("charts/db/Chart.yaml", chartYaml("db"))
                                        .file("charts/db/crds/g.yaml", "g: 1\n")),
                        shape(
                                "crds-of-a-subchart",
                                c -> c.file("charts/db/Chart.yaml", chartYaml("db"))
                                        .file("charts/db/crds/g.yaml", "g: 1\n"))));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void everyPartOfAFolderIsThatOfHelm(ChartFolders.Shape shape) throws Exception {
        Path folder = shape.write(directory);

        for (ChartPart part : ChartPart.values()) {
            assertThat(show(shape.name(), part)).as(part.name()).isEqualTo(helm(part, folder));
        }
    }

    static Stream<ChartFixtures.Shape> archives() {
        return ChartFixtures.shapes();
    }

    @ParameterizedTest
    @MethodSource("archives")
    void everyPartOfAnArchiveIsThatOfHelm(ChartFixtures.Shape shape) throws Exception {
        Path archive = shape.archive(directory);

        for (ChartPart part : ChartPart.values()) {
            String expected;
            try {
                expected = helm(part, archive);
            } catch (HelmFailure e) {
                assertThatThrownBy(() -> show(archive.getFileName().toString(), part))
                        .isInstanceOf(IOException.class);
                continue;
            }
            assertThat(show(archive.toString(), part)).as(part.name()).isEqualTo(expected);
        }
    }

    /** The library is what the other tests ask; this one asks the program, and only for what it prints on standard output. */
    @ParameterizedTest
    @MethodSource("folders")
    void theProgramPrintsTheSame(ChartFolders.Shape shape) throws Exception {
        HelmProgram helm = HelmProgram.three();
        Path folder = shape.write(directory);

        for (ChartPart part : ChartPart.values()) {
            assertThat(show(shape.name(), part))
                    .as(part.name())
                    .isEqualTo(helm.output("show", name(part), folder.toString()));
        }
    }

    @ParameterizedTest
    @EnumSource(ChartPart.class)
    void aChartInARegistryIsShownByItsArchive(ChartPart part) throws Exception {
        try (AnyRegistry registry = AnyRegistry.start()) {
            Path archive = new ChartArchiveBuilder()
                    .file("web/Chart.yaml", chartYaml("web") + "# comment\n")
                    .file("web/values.yaml", "a: 1\n")
                    .file("web/README.md", "read me\n")
                    .file("web/crds/a.yaml", "kind: X\n")
                    .write(directory.resolve("web-1.0.0.tgz"));
            EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");
            Path empty = Files.createDirectories(directory.resolve("workspace"));

            String shown = new Show(
                            "oci://" + registry.host() + "/charts/web",
                            name(part),
                            "1.0.0",
                            false,
                            Trust.NONE,
                            access(),
                            null)
                    .run(empty, lines::add)
                    .text();
            assertThat(shown).isEqualTo(helm(part, archive));
            assertThat(EmbeddedHelm.show(name(part), "oci://" + registry.host() + "/charts/web", "1.0.0"))
                    .contains(shown);
            assertThat(lines.get(0)).isEqualTo("Pulled: " + registry.host() + "/charts/web:1.0.0");
            assertThat(lines.get(1)).startsWith("Digest: sha256:");
            assertThat(empty).isEmptyDirectory();
        }
    }

    @Test
    void aPathThatIsMissingIsNamed() {
        assertThatThrownBy(() -> show("charts/web", ChartPart.ALL))
                .hasMessage("'charts/web': no such file or folder in " + directory
                        + "; the address of a chart in a registry begins with oci://");
    }

    @Test
    void whatHelmDoesNotLoadIsNotShown() throws Exception {
        Path folder = shape("a", c -> c.file("values.yaml", "- a")).write(directory);
        Path text = Files.writeString(directory.resolve("a.yaml"), "a: 1\n");

        assertThatThrownBy(() -> helm(ChartPart.CHART, folder)).isInstanceOf(HelmFailure.class);
        assertThatThrownBy(() -> show("a", ChartPart.CHART))
                .hasMessage("a: values.yaml: values.yaml must be a map, not a list");
        assertThatThrownBy(() -> helm(ChartPart.CHART, text)).isInstanceOf(HelmFailure.class);
        assertThatThrownBy(() -> show("a.yaml", ChartPart.CHART))
                .hasMessageContaining("is not a gzipped archive but seems to be a YAML file");
    }

    @Test
    void aLinkOutOfTheWorkspaceIsNotShown() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "x");
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        shape("web", c -> c.link("README.md", secret.toString())).write(workspace);

        assertThatThrownBy(() ->
                        new Show("web", "readme", null, false, Trust.NONE, access(), null).run(workspace, lines::add))
                .hasMessageContaining("README.md: is a link to")
                .hasMessageContaining("outside of the workspace");
    }

    @Test
    void bytesThatAreNoTextAreReplacedAndWarnedOf() throws Exception {
        shape("web", c -> c.file("README.md", new byte[] {'a', (byte) 0xff})).write(directory);

        assertThat(show("web", ChartPart.README)).isEqualTo("a\ufffd\n");
        assertThat(lines)
                .containsExactly("WARNING: web: what is shown is not UTF-8; bytes that are no characters are replaced");
    }

    @Test
    void moreThanAConsoleCanTakeIsRefused() throws Exception {
        byte[] large = "x".repeat(5 << 20).getBytes(StandardCharsets.US_ASCII);
        shape("web", c -> {
                    for (int i = 0; i < 7; i++) {
                        c.file("crds/" + i + ".yaml", large);
                    }
                })
                .write(directory);

        assertThatThrownBy(() -> show("web", ChartPart.CRDS)).hasMessageContaining("more than 32 MiB to show");
    }

    private String show(String chart, ChartPart part) throws Exception {
        return new Show(chart, name(part), null, false, Trust.NONE, access(), null)
                .run(directory, lines::add)
                .text();
    }

    /** The library keeps an empty line of values to itself, which the program prints. */
    private static String helm(ChartPart part, Path chart) throws Exception {
        String shown = EmbeddedHelm.show(name(part), chart.toString(), null);
        return shown.isEmpty() && part == ChartPart.VALUES
                ? HelmProgram.onPath().output("show", "values", chart.toString())
                : shown;
    }

    private static String name(ChartPart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static RegistryAccess access() {
        return Requests.ALICE;
    }
}
