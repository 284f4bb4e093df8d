package io.jenkins.plugins.ocichart.operation.packaging;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.ChartFolders;
import io.jenkins.plugins.ocichart.operation.ChildJvm;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackagingTest {
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void describesTheArchiveAndPrintsHelmsLine() throws Exception {
        write("web", c -> c.file("Chart.yaml", chartYaml("web") + "appVersion: 4.5\n"));

        PackagedChart chart = pack("web", "dist/charts").get(0);
        ChartArchive archive = ChartArchive.read(directory.resolve("dist/charts/web-1.0.0.tgz"));
        assertThat(chart)
                .isEqualTo(new PackagedChart(
                        "web",
                        "1.0.0",
                        "4.5",
                        "dist/charts/web-1.0.0.tgz",
                        "sha256:" + archive.sha256(),
                        archive.size(),
                        archive.md5(),
                        null));
        assertThat(lines).containsExactly("Successfully packaged chart and saved it to: dist/charts/web-1.0.0.tgz");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "out", "out/", "./a/../out", "/tmp/pack-out"})
    void theLineIsThatOfHelm(String destination) throws Exception {
        write("web", c -> {});
        Path there = directory.resolve(
                destination.equals("/tmp/pack-out") ? directory.resolve("abs") : Path.of(destination));
        String typed = destination.startsWith("/") ? there.toString() : destination;

        pack("web", typed);
        Process helm = new ProcessBuilder("helm", "package", "web", "-d", typed)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        HelmProgram.onPath();
        assertThat(new String(helm.getInputStream().readAllBytes())).isEqualTo(lines.get(0) + "\n");
    }

    @Test
    void versionsReplaceThoseOfTheChart() throws Exception {
        Path folder = write("web", c -> c.file("Chart.yaml", chartYaml("web") + "appVersion: 4.5\n"));

        PackagingResult result =
                new Packaging("web", "out", "v2.0-rc.1+b.1", "5\tx", null, null).run(directory, lines::add);
        assertThat(result.charts()).hasSize(1);
        assertThat(result.charts().get(0).path()).isEqualTo("out/web-v2.0-rc.1+b.1.tgz");
        assertThat(result.charts().get(0).appVersion()).isEqualTo("5 x");
        HelmProgram.onPath()
                .run(
                        "package",
                        folder.toString(),
                        "-d",
                        directory + "/h",
                        "--version",
                        "v2.0-rc.1+b.1",
                        "--app-version",
                        "5\tx");
        assertThat(EmbeddedHelm.show("all", directory + "/out/web-v2.0-rc.1+b.1.tgz", null))
                .isEqualTo(EmbeddedHelm.show("all", directory + "/h/web-v2.0-rc.1+b.1.tgz", null));
    }

    @Tag("slow")
    @Test
    void theSameFolderGivesTheSameBytesAtAnotherTimeInAnotherZone() throws Exception {
        Path folder = ChartFolders.shapes()
                .filter(shape -> shape.name().equals("ordinary"))
                .findFirst()
                .orElseThrow()
                .write(directory);
        String first = pack("ordinary", "a").get(0).digest();
        for (Path file : List.of(folder.resolve("values.yaml"), folder.resolve("Chart.yaml"))) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        }

        for (String zone : List.of("Pacific/Kiritimati", "America/St_Johns")) {
            assertThat(ChildJvm.run(
                            ChildJvm.command(
                                    Program.class,
                                    List.of("-Duser.language=tr"),
                                    directory,
                                    "ordinary",
                                    zone.replace('/', '-')),
                            Map.of("TZ", zone, "LC_ALL", "C.UTF-8")))
                    .isEqualTo(first);
        }
    }

    /** Of each JDK from 17 on that is installed beside this one and whose zlib compresses as this one's. */
    @Tag("slow")
    @Test
    void anotherJavaPackagesTheSameBytes() throws Exception {
        List<Path> others = otherJavas();
        assumeThat(others).as("JDKs beside this one").isNotEmpty();
        Random random = new Random(1);
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            words.append("word").append(random.nextInt(999)).append(i % 9 == 0 ? '\n' : ' ');
        }
        write("web", c -> c.file("files/words.txt", words.toString()).file("README.md", "# Hello\n"));
        String expected = pack("web", "here").get(0).digest();

        for (Path java : others) {
            assumeThat(run(java, "zlib", "web/files/words.txt"))
                    .as("how the zlib of " + java + " compresses")
                    .isEqualTo(Program.compressed(directory.resolve("web/files/words.txt")));
            assertThat(run(java, "web", "there")).as(java.toString()).isEqualTo(expected);
        }
    }

    private String run(Path java, Object first, Object second) throws Exception {
        List<String> command = ChildJvm.command(Program.class, List.of(), directory, first, second);
        command.set(0, java.toString());
        return ChildJvm.run(command, Map.of());
    }

    private static List<Path> otherJavas() throws IOException {
        Path home = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> beside = Files.list(home.getParent())) {
            List<Path> found = new ArrayList<>();
            for (Path other : beside.toList()) {
                Path java = other.resolve("bin/java");
                if (Files.isExecutable(java) && !java.toRealPath().startsWith(home) && isNewEnough(other)) {
                    found.add(java);
                }
            }
            return found;
        }
    }

    private static boolean isNewEnough(Path home) throws IOException {
        Path release = home.resolve("release");
        return Files.exists(release)
                && Files.readAllLines(release).stream()
                        .anyMatch(line -> line.matches("JAVA_VERSION=\"(1[7-9]|[2-9][0-9]).*"));
    }

    /** Packages a chart in a JVM of its own (directory, chart, destination), or shows how it compresses a file. */
    public static final class Program {
        private Program() {}

        static String compressed(Path file) throws Exception {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
                Files.copy(file, out);
            }
            return Digest.sha256(bytes.toByteArray()).toString();
        }

        public static void main(String[] arguments) throws Exception {
            if (arguments[1].equals("zlib")) {
                System.out.println(compressed(Path.of(arguments[0], arguments[2])));
                return;
            }
            PackagingResult result = new Packaging(arguments[1], arguments[2], null, null, null, null)
                    .run(Path.of(arguments[0]), line -> {});
            System.out.println(
                    result.charts().isEmpty()
                            ? result.problem()
                            : result.charts().get(0).digest());
        }
    }

    @Test
    void aFileWithTheSameBytesIsLeftUntouchedAndAnotherOneReplaced() throws Exception {
        Path folder = write("web", c -> c.file("a.txt", "a"));
        pack("web", ".");
        Path archive = directory.resolve("web-1.0.0.tgz");
        FileTime old = FileTime.from(Instant.parse("2001-02-03T04:05:06Z"));
        Files.setLastModifiedTime(archive, old);

        pack("web", ".");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(old);
        Files.writeString(folder.resolve("a.txt"), "b");
        String digest = pack("web", ".").get(0).digest();
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(old);
        assertThat("sha256:" + ChartArchive.read(archive).sha256()).isEqualTo(digest);
        assertThat(directory)
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(".oci"));
    }

    @Test
    void sourceDateEpochIsTheTimeOfAllEntries() throws Exception {
        write("web", c -> {});

        String other = new Packaging("web", "out", null, null, "1700000000", null)
                .run(directory, lines::add)
                .charts()
                .get(0)
                .digest();
        assertThat(other).isNotEqualTo(pack("web", "out2").get(0).digest());
        assertThat(other)
                .isEqualTo(new Packaging("web", "out3", null, null, "1700000000", null)
                        .run(directory, lines::add)
                        .charts()
                        .get(0)
                        .digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "now", "1.5", " 1", "9999999999", "99999999999999999999"})
    void anotherSourceDateEpochIsRefused(String epoch) {
        assertThatThrownBy(() -> new Packaging("web", null, null, null, epoch, null).run(directory, lines::add))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("invalid SOURCE_DATE_EPOCH: '" + epoch + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "'charts/*', a b",
        "'charts/b,charts/a', b a",
        "'charts/{b,a}', b a",
        "'**', c a b",
        "'charts/a/', a",
        "charts/a/charts/sub, sub",
        "'charts/a charts/b', a b",
        "'charts/a,charts/../charts/a', a",
    })
    void foldersPatternsAndListsNameCharts(String chart, String names) throws Exception {
        write("charts/a", c -> c.file("charts/sub/Chart.yaml", chartYaml("sub")));
        write("charts/b", c -> {});
        write("c", c -> {});
        Files.createDirectories(directory.resolve("charts/no-chart"));
        Files.writeString(directory.resolve("charts/README.md"), "");

        assertThat(pack(chart, "out")).extracting(PackagedChart::name).containsExactly(names.split(" "));
    }

    @Test
    void theDirectoryItselfMayBeTheChart() throws Exception {
        Path folder = write("web", c -> {});

        assertThat(new Packaging(".", "../out", null, null, null, directory.toString())
                        .run(folder, lines::add)
                        .charts())
                .extracting(PackagedChart::path)
                .containsExactly("../out/web-1.0.0.tgz");
    }

    @Test
    void theFirstFailureEndsItButWhatWasPackagedBeforeStays() throws Exception {
        write("a", c -> {});
        write("b", c -> c.file("values.yaml", "- a"));
        write("c", c -> {});

        PackagingResult result = new Packaging("a,b,c", "out", null, null, null, null).run(directory, lines::add);
        assertThat(result.charts()).extracting(PackagedChart::name).containsExactly("a");
        assertThat(result.problem()).isEqualTo("b: values.yaml: values.yaml must be a map, not a list");
        assertThat(directory.resolve("out"))
                .isDirectoryContaining("glob:**/a-1.0.0.tgz")
                .isDirectoryNotContaining("glob:**/c*");
    }

    @Test
    void aChartDoesNotReplaceAnotherOneOfTheSameStep() throws Exception {
        write("a/web", c -> c.file("values.yaml", "a: 1\n"));
        write("b/web", c -> c.file("values.yaml", "a: 2\n"));
        write("c/web", c -> c.file("values.yaml", "a: 1\n"));

        PackagingResult result =
                new Packaging("a/web,c/web,b/web", "out", null, null, null, null).run(directory, lines::add);
        assertThat(result.charts()).hasSize(2);
        assertThat(result.problem())
                .isEqualTo("b/web: out/web-1.0.0.tgz has just been made of another chart with this name and version;"
                        + " package them into different destinations");
        assertThat(EmbeddedHelm.show("values", directory + "/out/web-1.0.0.tgz", null))
                .contains("a: 1");
    }

    @Test
    void linksInsideTheWorkspaceAreFollowedAndOthersRefused() throws Exception {
        Path secret = Files.writeString(
                Files.createDirectories(directory.resolve("outside")).resolve("secret"), "x");
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        Files.writeString(workspace.resolve("shared.txt"), "shared");
        shape("web", c -> c.link("shared.txt", "../../shared.txt")).write(workspace.resolve("sub"));
        shape("bad", c -> c.link("files/x", secret.toString())).write(workspace.resolve("sub"));
        shape("ignored", c -> c.link("files/x", secret.toString()).file(".helmignore", "x"))
                .write(workspace.resolve("sub"));
        Files.createSymbolicLink(workspace.resolve("sub/out"), secret.getParent());

        Path current = workspace.resolve("sub");
        assertThat(packing("web", workspace.toString(), current).problem()).isNull();
        assertThat(packing("ignored", workspace.toString(), current).problem()).isNull();
        assertThat(packing("web", null, current).problem())
                .startsWith(
                        "web: shared.txt: is a link to " + workspace.toRealPath() + "/shared.txt, which is outside");
        assertThat(packing("bad", workspace.toString(), current).problem())
                .isEqualTo("bad: files/x: is a link to " + secret.toRealPath()
                        + ", which is outside of the workspace; copy what the chart needs into its folder");
        assertThat(packing("out", workspace.toString(), current).problem())
                .isEqualTo(
                        "out: is a link to " + secret.getParent().toRealPath() + ", which is outside of the workspace");
    }

    private static PackagingResult packing(String chart, String workspace, Path current) throws Exception {
        return new Packaging(chart, "packed", null, null, null, workspace).run(current, line -> {});
    }

    @Test
    void warnsAsHelmDoesAndOfRulesThatAreNotGits() throws Exception {
        write("web", c -> c.file("requirements.yaml", "dependencies: []\n").file(".helmignore", "!*\n"));

        pack("web", "out");
        assertThat(lines)
                .startsWith(
                        "WARNING: web: .helmignore: line 1: '!*' leaves out whatever it doesn't match; to Helm, ! is not what it"
                                + " is to git",
                        "WARNING: web: Dependencies are handled in Chart.yaml since apiVersion \"v2\". We recommend migrating"
                                + " dependencies to Chart.yaml.");
    }

    @Tag("slow")
    @Test
    void ninetyMegabytesArePackagedByAJvmOfSixtyFour() throws Exception {
        Path folder = write("large", c -> {});
        byte[] block = new byte[5_000_000];
        Random random = new Random(1);
        for (int i = 0; i < 18; i++) {
            random.nextBytes(block);
            Files.write(folder.resolve("file" + i), block);
        }

        assertThat(ChildJvm.run(
                        ChildJvm.command(Program.class, List.of("-Xmx64m"), directory, "large", "out"), Map.of()))
                .startsWith("sha256:");
        assertThat(Files.size(directory.resolve("out/large-1.0.0.tgz"))).isGreaterThan(90_000_000);
    }

    @Test
    void anInterruptLeavesNothingBehind() throws Exception {
        write("web", c -> c.file("a", "a"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pack("web", "out")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(directory.resolve("out")).doesNotExist();
    }

    private Path write(String name, Consumer<ChartFolders.Content> content) throws IOException {
        Path path = Path.of(name);
        Path parent = path.getParent() == null ? directory : directory.resolve(path.getParent());
        return shape(path.getFileName().toString(), content).write(parent);
    }

    private List<PackagedChart> pack(String chart, String destination) throws IOException, InterruptedException {
        PackagingResult result = new Packaging(chart, destination, null, null, null, null).run(directory, lines::add);
        if (result.problem() != null) {
            throw new ChartException(result.problem());
        }
        return result.charts();
    }
}
