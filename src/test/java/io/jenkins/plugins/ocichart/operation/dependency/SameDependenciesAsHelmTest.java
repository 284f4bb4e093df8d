package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code charts/} and the lock are what Helm 3.21 leaves, and what it refuses is refused. */
class SameDependenciesAsHelmTest {
    private static final String LOCAL = "apiVersion: v2\nname: local\nversion: 0.3.1+x\n# kept by nobody\nunknown: 1\n";

    @Started
    private static AnyRegistry registry;

    @TempDir
    private static Path dir;

    private static HelmDependencies both;

    @BeforeAll
    static void start() throws Exception {
        both = HelmDependencies.in(dir, registry);
    }

    @AfterAll
    static void stop() throws Exception {
        both.close();
    }

    private static Map<String, String> files(String... pathsAndContents) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            files.put(pathsAndContents[i], pathsAndContents[i + 1]);
        }
        files.putIfAbsent(
                "repositories.yaml", "apiVersion: \"\"\ngenerated: \"0001-01-01T00:00:00Z\"\nrepositories: []\n");
        return files;
    }

    private static String chart(String... dependencies) {
        return "apiVersion: v2\nname: parent\nversion: 1.0.0\n" + list(dependencies);
    }

    /** {@code name|version|repository|more} each; an empty part is left out. */
    private static String list(String... dependencies) {
        StringBuilder list = new StringBuilder("dependencies:\n");
        for (String dependency : dependencies) {
            String[] parts = dependency.split("\\|", -1);
            list.append("- name: ")
                    .append(parts[0])
                    .append("\n  version: \"")
                    .append(parts[1])
                    .append("\"\n");
            list.append(parts[2].isEmpty() ? "" : "  repository: \"" + parts[2] + "\"\n");
            list.append(parts.length < 4 ? "" : "  " + parts[3].replace(";", "\n  ") + "\n");
        }
        return list.toString();
    }

    private static Arguments layout(String what, String... pathsAndContents) {
        return Arguments.of(what, files(pathsAndContents));
    }

    static Stream<Arguments> updates() {
        String known = "repositories:\n- name: corp\n  url: HTTP\n- name: other\n  url: FAR\n";
        return Stream.of(
                layout("exact version of a repository", "chart/Chart.yaml", chart("web|1.2.0|HTTP")),
                layout("range of a repository", "chart/Chart.yaml", chart("web|^1|HTTP", "db|~1.2|HTTP")),
                layout("pre-releases", "chart/Chart.yaml", chart("web|>=1.0.0-0 <2.0.0|HTTP", "db|~2.0.0-0|HTTP")),
                layout("build metadata", "chart/Chart.yaml", chart("web|2.0.0|HTTP", "db|2.0.0+b.7|HTTP")),
                layout("loose version", "chart/Chart.yaml", chart("web|v1.2|HTTP", "db|1|HTTP")),
                layout("exact version of a registry", "chart/Chart.yaml", chart("web|1.2.0|OCI")),
                layout("range of a registry", "chart/Chart.yaml", chart("web|^1|OCI", "db|>=1 <1.10|OCI")),
                layout("build metadata in a registry", "chart/Chart.yaml", chart("web|2.0.0+b.7|OCI", "db|^2|OCI")),
                layout(
                        "folder",
                        "chart/Chart.yaml",
                        chart("local|^0|file://../lib/local"),
                        "lib/local/Chart.yaml",
                        LOCAL,
                        "lib/local/values.yaml",
                        "a: 1\n",
                        "lib/local/.helmignore",
                        "*.txt\n",
                        "lib/local/a.txt",
                        "no",
                        "lib/local/README.md",
                        "yes",
                        "lib/local/templates/x.yaml",
                        "{{ .Values.a }}"),
                layout(
                        "folder with charts of its own",
                        "chart/Chart.yaml",
                        chart("local|*|file://../local"),
                        "local/Chart.yaml",
                        LOCAL.replace("+x", ""),
                        "local/charts/sub/Chart.yaml",
                        "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
                        "local/charts/deep.tgz",
                        "tgz:deep-1.0.0"),
                layout(
                        "no repository",
                        "chart/Chart.yaml",
                        chart("own|>=1.0|"),
                        "chart/charts/own/Chart.yaml",
                        "apiVersion: v2\nname: own\nversion: 1.1.0\n"),
                layout(
                        "one chart under two names",
                        "chart/Chart.yaml",
                        chart("web|1.0.0|HTTP|alias: a", "web|1.2.0|HTTP|alias: b", "web|1.0.0|HTTP|alias: c")),
                layout("named with @", "chart/Chart.yaml", chart("web|^1|@corp"), "repositories.yaml", known),
                layout("named with alias:", "chart/Chart.yaml", chart("web|^1|alias:corp"), "repositories.yaml", known),
                layout("known by its address", "chart/Chart.yaml", chart("web|^1|HTTP/"), "repositories.yaml", known),
                layout(
                        "chart of Helm 2",
                        "chart/Chart.yaml",
                        "apiVersion: v1\nname: parent\nversion: 1.0.0\n",
                        "chart/requirements.yaml",
                        list("web|^1|HTTP", "local|*|file://../local"),
                        "local/Chart.yaml",
                        LOCAL),
                layout(
                        "all fields",
                        "chart/Chart.yaml",
                        chart(
                                "web|^1|HTTP|condition: web.enabled;tags: [a, b];enabled: true;"
                                        + "import-values: [{child: x, parent: y}, data];alias: w",
                                "db|^1|OCI|tags: [<b>];condition: a,b")),
                layout(
                        "outdated archives",
                        "chart/Chart.yaml",
                        chart("web|1.2.0|HTTP"),
                        "chart/charts/web-1.0.0.tgz",
                        "tgz:web-1.0.0",
                        "chart/charts/db.tgz",
                        "tgz:db-1.0.0",
                        "chart/charts/web-1.0.0.tgz.prov",
                        "signed",
                        "chart/charts/_notes.txt",
                        "mine",
                        "chart/charts/folder/Chart.yaml",
                        "apiVersion: v2\nname: folder\nversion: 1.1.0\n"),
                layout(
                        "archive of what has no repository",
                        "chart/Chart.yaml",
                        chart("own|*|", "web|1.2.0|HTTP"),
                        "chart/charts/own/Chart.yaml",
                        "apiVersion: v2\nname: own\nversion: 1.1.0\n",
                        "chart/charts/own-9.tgz",
                        "tgz:own-9.0.0"),
                layout(
                        "lock that doesn't fit",
                        "chart/Chart.yaml",
                        chart("web|1.2.0|HTTP"),
                        "chart/Chart.lock",
                        "dependencies: []\ndigest: sha256:00\ngenerated: \"2024-05-06T07:08:09Z\"\n"),
                layout(
                        "same archive there already",
                        "chart/Chart.yaml",
                        chart("web|1.2.0|HTTP", "db|1.2.0|OCI"),
                        "chart/charts/web-1.2.0.tgz",
                        "tgz:web-1.2.0",
                        "chart/charts/db-1.2.0.tgz",
                        "tgz:db-1.2.0"),
                layout(
                        "another archive of that name there",
                        "chart/Chart.yaml",
                        chart("web|1.2.0|HTTP"),
                        "chart/charts/web-1.2.0.tgz",
                        "tgz:web-9.9.9"),
                layout("archives on another host", "chart/Chart.yaml", chart("far|*|FAR", "web|^1|HTTP")),
                layout(
                        "everything",
                        "chart/Chart.yaml",
                        chart(
                                "web|^1|HTTP",
                                "db|^1|OCI",
                                "local|*|file://../local",
                                "own|*|",
                                "far|3|@other",
                                "cache|*|OCI"),
                        "repositories.yaml",
                        known,
                        "chart/charts/own/Chart.yaml",
                        "apiVersion: v2\nname: own\nversion: 1.1.0\n",
                        "local/Chart.yaml",
                        LOCAL),
                layout(
                        "empty list",
                        "chart/Chart.yaml",
                        "apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies: []\n",
                        "chart/charts/web-1.0.0.tgz",
                        "tgz:web-1.0.0"),
                layout(
                        "empty list of Helm 2",
                        "chart/Chart.yaml",
                        "apiVersion: v1\nname: parent\nversion: 1.0.0\n",
                        "chart/requirements.yaml",
                        "dependencies: []\n",
                        "chart/charts/web-1.0.0.tgz",
                        "tgz:web-1.0.0"),
                layout(
                        "no list",
                        "chart/Chart.yaml",
                        "apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n",
                        "chart/charts/web-1.0.0.tgz",
                        "tgz:web-1.0.0"),
                layout("no dependencies", "chart/Chart.yaml", "apiVersion: v2\nname: parent\nversion: 1.0.0\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updates")
    void updateLeavesWhatHelmLeaves(String what, Map<String, String> files) throws Exception {
        Path ours = both.copy("ours", files);
        Path helms = both.copy("helms", files);
        both.helm(helms, "update");
        both.ours(ours, "update");
        assertThat(both.contents(ours)).isEqualTo(both.contents(helms));
        String lock =
                "chart/" + (Files.exists(ours.resolve("chart/requirements.yaml")) ? "requirements" : "Chart") + ".lock";
        if (!what.startsWith("no ")) {
            assertThat(Files.readString(ours.resolve(lock)))
                    .containsPattern("generated: \"20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"\n");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updates")
    void buildLeavesWhatHelmLeaves(String what, Map<String, String> files) throws Exception {
        Path helms = both.copy("helms", files);
        both.helm(helms, "update");
        if (Files.readString(helms.resolve("repositories.yaml")).contains("[]")) {
            // Helm builds from repositories only that have a name
            Files.writeString(
                    helms.resolve("repositories.yaml"),
                    both.text("repositories:\n- name: a\n  url: HTTP\n- name: b\n  url: FAR\n"));
        }
        Path ours = Files.createTempDirectory(dir, "ours");
        copyTree(helms, ours);
        deleteArchives(ours.resolve("chart/charts"));
        deleteArchives(helms.resolve("chart/charts"));
        both.helm(helms, "build");
        both.ours(ours, "build");
        assertThat(both.contents(ours)).isEqualTo(both.contents(helms));
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
    }

    private static void deleteArchives(Path charts) throws IOException {
        if (Files.isDirectory(charts)) {
            try (Stream<Path> all = Files.list(charts)) {
                for (Path one :
                        all.filter(file -> file.toString().endsWith(".tgz")).toList()) {
                    Files.delete(one);
                }
            }
        }
    }

    private static Arguments refusal(String verb, String helmSays, String weSay, String... pathsAndContents) {
        return Arguments.of(verb, helmSays, weSay, files(pathsAndContents));
    }

    static Stream<Arguments> refusals() {
        String known = "repositories:\n- name: corp\n  url: HTTP\n";
        String own = "apiVersion: v2\nname: own\nversion: 1.1.0\n";
        return Stream.of(
                refusal(
                        "update",
                        "no repository definition for @nope", // Helm takes alias:no for an address
                        "no repository definition for @nope, alias:no; name it with its address in the parameter"
                                + " repositories",
                        "chart/Chart.yaml",
                        chart("web|1.0.0|@nope", "db|1.0.0|alias:no")),
                refusal(
                        "update",
                        "no repository definition for stable",
                        "no repository definition for stable; name it",
                        "chart/Chart.yaml",
                        chart("web|1.0.0|stable")),
                refusal(
                        "update",
                        "ghost chart not found in repo HTTP",
                        "ghost chart not found in repo HTTP",
                        "chart/Chart.yaml",
                        chart("ghost|1.0.0|HTTP")),
                refusal(
                        "update",
                        "can't get a valid version for 1 subchart(s): \"web\" (repository \"HTTP\", version \"^7\")",
                        "can't get a valid version for 1 subchart(s): \"web\" (repository \"HTTP\", version \"^7\"). Make"
                                + " sure a matching chart version exists in the repo, or change the version constraint in"
                                + " Chart.yaml",
                        "chart/Chart.yaml",
                        chart("web|^7|HTTP", "db|^1|HTTP")),
                refusal(
                        "update",
                        "dependency \"web\" has an invalid version/constraint format",
                        "dependency \"web\" has an invalid version/constraint format: improper constraint: latest",
                        "chart/Chart.yaml",
                        chart("web|latest|HTTP")),
                refusal(
                        "update",
                        "dependency \"web\" has an invalid version/constraint format",
                        "dependency \"web\" has an invalid version/constraint format: improper constraint:",
                        "chart/Chart.yaml",
                        chart("web||OCI")),
                refusal(
                        "update",
                        "could not download oci://",
                        "OCI/web has no version that matches '^7' (the newest is 2.0.0+b.7)",
                        "chart/Chart.yaml",
                        chart("web|^7|OCI")),
                refusal("update", "not found", "charts/ghost", "chart/Chart.yaml", chart("ghost|1.0.0|OCI")),
                refusal("update", "not found", "charts/web", "chart/Chart.yaml", chart("web|7.7.7|OCI")),
                refusal(
                        "update",
                        "directory ",
                        "lib/none not found",
                        "chart/Chart.yaml",
                        chart("local|*|file://../lib/none")),
                refusal(
                        "update",
                        "can't get a valid version for 1 subchart(s): \"local\" (repository \"file://../local\", version \"^7\")",
                        "can't get a valid version for 1 subchart(s): \"local\" (repository \"file://../local\", version"
                                + " \"^7\")",
                        "chart/Chart.yaml",
                        chart("local|^7|file://../local"),
                        "local/Chart.yaml",
                        LOCAL),
                refusal(
                        "update",
                        "Chart.yaml file is missing",
                        "Chart.yaml is missing",
                        "chart/Chart.yaml",
                        chart("local|*|file://../local"),
                        "local/values.yaml",
                        ""),
                refusal("update", "not found", "charts/own not found", "chart/Chart.yaml", chart("own|*|")),
                refusal(
                        "update",
                        "dependency own at version 1.1.0 does not satisfy the constraint ^2",
                        "dependency own at version 1.1.0 does not satisfy the constraint ^2",
                        "chart/Chart.yaml",
                        chart("own|^2|"),
                        "chart/charts/own/Chart.yaml",
                        own),
                refusal(
                        "update",
                        "is not a directory",
                        "is not a directory",
                        "chart/Chart.yaml",
                        chart("web|^1|HTTP"),
                        "chart/charts",
                        "a file"),
                refusal(
                        "update",
                        "the Chart.lock file is a symlink to \"elsewhere\"",
                        "the Chart.lock file is a symlink to \"elsewhere\"",
                        "chart/Chart.yaml",
                        chart("web|^1|HTTP"),
                        "chart/elsewhere",
                        "{}",
                        "chart/Chart.lock",
                        "link:elsewhere"),
                refusal("update", "could not find", "could not find", "other/Chart.yaml", chart()),
                refusal(
                        "update",
                        "only unpacked charts can be updated",
                        "only unpacked charts can be updated",
                        "chart",
                        "x"),
                refusal("update", "Chart.yaml file is missing", "Chart.yaml is missing", "chart/values.yaml", ""),
                refusal(
                        "update",
                        "error unpacking subchart README.md in parent",
                        "charts/README.md/",
                        "chart/Chart.yaml",
                        chart("web|^1|HTTP"),
                        "chart/charts/README.md",
                        "stray"),
                refusal(
                        "update",
                        "more than one dependency with name or alias",
                        "more than one dependency with name or alias \"web\"",
                        "chart/Chart.yaml",
                        chart("web|^1|HTTP", "web|^1|OCI")),
                refusal(
                        "build",
                        "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update"
                                + " the dependencies",
                        "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update"
                                + " the dependencies",
                        "chart/Chart.yaml",
                        chart("web|^1|HTTP"),
                        "chart/Chart.lock",
                        list("web|1.2.0|HTTP") + "digest: sha256:00\n"),
                refusal(
                        "build",
                        "the lock file (requirements.lock) is out of sync with the dependencies file (requirements.yaml)",
                        "the lock file (requirements.lock) is out of sync with the dependencies file (requirements.yaml)",
                        "chart/Chart.yaml",
                        "apiVersion: v1\nname: parent\nversion: 1.0.0\n",
                        "chart/requirements.yaml",
                        list("web|^1|HTTP"),
                        "chart/requirements.lock",
                        list("web|1.2.0|HTTP") + "digest: sha256:00\n"),
                refusal(
                        "build",
                        "no repository definition for @nope",
                        "no repository definition for @nope",
                        "chart/Chart.yaml",
                        chart("web|^1|@nope"),
                        "repositories.yaml",
                        known,
                        "chart/Chart.lock",
                        list("web|1.2.0|HTTP") + "digest: sha256:00\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refusals")
    void whatHelmRefusesIsRefusedAndNothingIsChanged(
            String verb, String helmSays, String weSay, Map<String, String> files) throws Exception {
        Path helms = both.copy("helms", files);
        assertThatThrownBy(() -> both.helm(helms, verb))
                .isInstanceOf(EmbeddedHelm.HelmFailure.class)
                .hasMessageContaining(both.text(helmSays));
        Path ours = both.copy("ours", files);
        Map<String, String> before = both.contents(ours);
        assertThatThrownBy(() -> both.ours(ours, verb))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(both.text(weSay))
                .hasMessageNotContaining("\n");
        assertThat(both.contents(ours)).isEqualTo(before);
        assertThat(Files.exists(ours.resolve("chart/charts")))
                .isEqualTo(files.keySet().stream().anyMatch(name -> name.startsWith("chart/charts")));
    }

    @Test
    void aLockThatFitsStaysAsItIs() throws Exception {
        Map<String, String> files = files("chart/Chart.yaml", chart("web|^1|HTTP", "db|1.2.0|OCI"));
        Path helms = both.copy("helms", files);
        both.helm(helms, "update");
        String lock = Files.readString(helms.resolve("chart/Chart.lock"));
        both.ours(helms, "update");
        assertThat(Files.readString(helms.resolve("chart/Chart.lock"))).isEqualTo(lock);
    }

    @Test
    void aLockOfHelm2IsTakenByBuildAsHelm3TakesIt() throws Exception {
        Map<String, String> files = files(
                "chart/Chart.yaml",
                "apiVersion: v1\nname: parent\nversion: 1.0.0\n",
                "chart/requirements.yaml",
                list("web|^1|@corp"),
                "chart/requirements.lock",
                list("web|1.2.0|HTTP") + "digest: DIGEST\n",
                "repositories.yaml",
                "repositories:\n- name: corp\n  url: HTTP\n");
        String digest = LockDigest.ofHelm2(
                List.of(new ChartMetadata.Dependency("web", "^1", "@corp", "", List.of(), false, List.of(), "")));
        files.computeIfPresent("chart/requirements.lock", (name, text) -> text.replace("DIGEST", digest));
        Path helms = both.copy("helms", files);
        both.helm(helms, "build");
        Path ours = both.copy("ours", files);
        both.ours(ours, "build");
        assertThat(both.contents(ours)).isEqualTo(both.contents(helms)).containsKey("chart/charts/web-1.2.0.tgz");
    }
}
