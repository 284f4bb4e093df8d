package io.jenkins.plugins.ocichart.peer;

import static io.jenkins.plugins.ocichart.peer.ChartArchiveBuilder.archive;
import static io.jenkins.plugins.ocichart.peer.ChartArchiveBuilder.gzip;
import static io.jenkins.plugins.ocichart.peer.ChartFixtures.chartYaml;

import io.jenkins.plugins.ocichart.peer.ChartFixtures.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Charts whose archives or files {@code helm package} would not write, but which Helm pushes. */
final class OddArchives {
    private OddArchives() {}

    static Stream<Shape> shapes() {
        return Stream.concat(archives(), files());
    }

    private static Stream<Shape> archives() {
        return Stream.of(
                shape("other-folder", name -> archive(Map.of("something-else/Chart.yaml", chartYaml(name)))),
                shape(
                        "many-folders",
                        name -> chart(name, "a")
                                .file("b/values.yaml", "a: 1\n")
                                .file("c/d/e", "")
                                .gzip()),
                shape(
                        "dot-folder",
                        name -> chart(name, ".").file("/values.yaml", "").gzip()),
                shape(
                        "dots-inside",
                        name -> chart(name, "a")
                                .file("a/x/../values.yaml", "a: 1")
                                .gzip()),
                shape(
                        "backslashes",
                        name -> builder("a\\Chart.yaml", name)
                                .file("a\\charts\\_x\\y", "")
                                .gzip()),
                shape(
                        "directories",
                        name -> new ChartArchiveBuilder()
                                .directory("a")
                                .file("a/Chart.yaml", chartYaml(name))
                                .directory("a/charts")
                                .gzip()),
                shape(
                        "links",
                        name -> chart(name, "a")
                                .symbolicLink("a/l", "/etc/passwd")
                                .hardLink("a/h", "a/Chart.yaml")
                                .pipe("a/p")
                                .gzip()),
                shape(
                        "extended-headers",
                        name -> builder("a/" + "x".repeat(200) + "/y", name)
                                .fileWithRecords(
                                        "a/z",
                                        chartYaml(name),
                                        Map.of("path", "ä/Chart.yaml", "mtime", "1.5", "SCHILY.xattr.user.a", "b"))
                                .gzip()),
                shape(
                        "gnu-long-names",
                        name -> chart(name, "a")
                                .gnu()
                                .file("a/templates/" + "x".repeat(300), "")
                                .gzip()),
                shape(
                        "global-header",
                        name -> new ChartArchiveBuilder()
                                .globalHeader("comment", "0123")
                                .file("a/Chart.yaml", chartYaml(name))
                                .gzip()),
                shape("no-tar-end", name -> gzip(Arrays.copyOf(chart(name, "a").tar(), 1024))),
                shape("two-gzip-members", OddArchives::twoMembers),
                shape(
                        "trailing-garbage",
                        name -> concat(
                                chart(name, "a").gzip(), "garbage".repeat(1000).getBytes(StandardCharsets.UTF_8))));
    }

    private static Stream<Shape> files() {
        return Stream.of(
                shape(
                        "utf-16",
                        name -> archive(Map.of(
                                "a/Chart.yaml",
                                ("\ufeff" + chartYaml(name) + "description: 世界 🚀\n")
                                        .getBytes(StandardCharsets.UTF_16LE)))),
                shape(
                        "byte-order-mark",
                        name -> archive(Map.of(
                                "a/Chart.yaml", "\ufeff" + chartYaml(name), "a/values.yaml", "\ufeff\ufeffa: 1\n"))),
                shape(
                        "crlf",
                        name -> archive(Map.of(
                                "a/Chart.yaml",
                                (chartYaml(name) + "description: |\n  a\n  b\n").replace("\n", "\r\n")))),
                shape(
                        "long-description",
                        name -> archive(Map.of(
                                "a/Chart.yaml", chartYaml(name) + "description: " + "lorem ipsum ".repeat(5000)))),
                shape(
                        "two-chart-yamls",
                        name -> chart("first", "a")
                                .file("b/Chart.yaml", "name: " + name + "\nkeywords: [~, k]\ndescription: ~\n")
                                .gzip()),
                shape(
                        "requirements-over-chart-yaml",
                        name -> new ChartArchiveBuilder()
                                .file(
                                        "a/requirements.yaml",
                                        "description: other\ndependencies:\n- {version: 2.0.0}\n- ~\n- {name: c}\nkeywords: [~]\nannotations: {b: 2}\n"
                                                .replace("- ~\n", ""))
                                .file(
                                        "a/Chart.yaml",
                                        chartYaml(name)
                                                + "dependencies: [{name: d, alias: al, tags: [x]}]\nkeywords: [k, l]\nannotations: {a: 1}\n")
                                .gzip()),
                shape(
                        "ignored-in-charts",
                        name -> chart(name, "a")
                                .file("a/charts/_partial/x", "")
                                .file("a/charts/.hidden", "")
                                .file("a/charts/README.md.prov", "")
                                .file("a/charts/sub-1.0.0.tgz.prov", "")
                                .gzip()),
                shape(
                        "subchart-in-pieces",
                        name -> new ChartArchiveBuilder()
                                .file("a/charts/sub/values.yaml", "")
                                .file(
                                        "a/charts/sub/charts/deep-1.0.0.tgz",
                                        archive(Map.of("x/Chart.yaml", chartYaml("deep"), "x/values.yaml", "~")))
                                .file("a/Chart.yaml", chartYaml(name))
                                .file("a/charts/sub/Chart.yaml", chartYaml("sub"))
                                .gzip()),
                shape(
                        "values-and-lock",
                        name -> chart(name, "a")
                                .file("a/values.yaml", "a: &x {b: 1}\nc: {<<: *x, 1: 2, ~x: ~}\nd: [.5, 0x10, ! y]\n")
                                .file(
                                        "a/Chart.lock",
                                        "generated: \"2020-01-01T00:00:00.123456789+05:30\"\ndigest: 12\ndependencies: [~, {name: 1}]\nother: 1\n")
                                .file("a/values.schema.json", "not JSON")
                                .file("a/templates/broken.yaml", "{{ not YAML")
                                .gzip()));
    }

    private static Shape shape(String name, Function<String, byte[]> archive) {
        return new Shape(name, directory -> Files.write(directory.resolve(name + ".tgz"), archive.apply(name)));
    }

    private static ChartArchiveBuilder chart(String name, String folder) {
        return new ChartArchiveBuilder().file(folder + "/Chart.yaml", chartYaml(name));
    }

    private static ChartArchiveBuilder builder(String file, String name) {
        return new ChartArchiveBuilder().file(file, chartYaml(name));
    }

    private static byte[] twoMembers(String name) {
        byte[] tar = chart(name, "a").tar();
        return concat(gzip(Arrays.copyOf(tar, 700)), gzip(Arrays.copyOfRange(tar, 700, tar.length)));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(other);
        return both.toByteArray();
    }
}
