package io.jenkins.plugins.ocichart.chart.folder;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.ChartFolders;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm.HelmFailure;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real Helm leaves out of a package, we leave out, too; and what it says no to, we do. */
class HelmIgnoreTest {
    @TempDir
    Path directory;

    private static ChartFolders.Shape folder(String rules) {
        return shape("a", c -> {
            c.file(".helmignore", rules);
            for (String file : new String[] {
                "a.txt",
                "b.txt",
                "c.yaml",
                "!x",
                "[a]",
                "a{b}",
                "a\\b",
                "é.txt",
                "docs/a.txt",
                "docs/b.md",
                "docs/sub/a.txt",
                "docs/sub/deep/a.txt",
                "sub/a.txt",
                "other/sub/a.txt",
                "templates/a.yaml",
                "templates/.a",
                "templates/sub/.a",
                "values.yaml",
                ".dot",
                "docs/.dot",
                "charts/db/a.txt",
                "charts/db/templates/a.yaml",
                "charts/db/docs/a.txt",
                "charts/db/.helmignore",
                "A.TXT",
                "a.txt.bak",
                "ab/x",
                "abc",
                "a-b",
                "a]b",
                "abb/x",
                "sub/docs/a.txt"
            }) {
                c.file(file, file.endsWith(".yaml") ? "a: 1\n" : file);
            }
            c.file("charts/db/Chart.yaml", chartYaml("db"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no slash: names at any depth
                "a.txt",
                "docs",
                "*",
                "*.txt",
                "*.yaml",
                "?.txt",
                "templates",
                ".*",
                "charts",
                "db",
                "A.txt",
                "deep",
                // a slash at the start: from the root
                "/a.txt",
                "/*.txt",
                "/docs",
                "/docs/a.txt",
                "/docs/",
                "/sub/a.txt",
                "/templates/*",
                "/",
                "/*",
                // a slash inside: the whole path
                "docs/a.txt",
                "sub/a.txt",
                "*/a.txt",
                "./a.txt",
                "docs/*",
                "docs/*/a.txt",
                "*/*/a.txt",
                "templates/.?*",
                "charts/db/a.txt",
                "charts/*/templates",
                "docs?a.txt",
                "docs[/]a.txt",
                "docs[./]a.txt",
                // a slash at the end: folders only
                "docs/",
                "docs/sub/",
                "a.txt/",
                "a*/",
                "*/",
                "sub/",
                "templates/",
                "//",
                "docs//",
                // !
                "!a.txt",
                "!*.yaml",
                "!*",
                "!",
                "!/a.txt",
                "!docs/",
                "!*/",
                "*.txt\n!a.txt",
                "!*\n*.txt",
                "\\!x",
                "!Chart.yaml",
                "!docs/a.txt",
                "!*a*",
                "!*a*\n!*.yaml",
                // two slashes
                "//a.txt",
                "//docs",
                "///a.txt",
                "b.txt\n//a.txt",
                "!//a.txt",
                // classes and backslashes
                "[a-b].txt",
                "[!a].txt",
                "[^a].txt",
                "[ab].*",
                "\\[a\\]",
                "[[]a]",
                "[]a]",
                "[a-]b",
                "[^a-z]*",
                "a\\\\b",
                "a\\b",
                "\\a.txt",
                "[\\a].txt",
                "[b-a].txt",
                "[^b-a].txt",
                "a[-]b",
                "a[\\-]b",
                "a[]]b",
                "a[\\]]b",
                "[é].txt",
                "?.tx?",
                "[^é].txt",
                "a*b*x",
                "*b*b*",
                "a?b",
                "a{b}",
                "a*.t*t*",
                "[",
                "a[",
                "[a",
                "[a-",
                "[^",
                "\\",
                "a\\",
                "docs\\/",
                "docs\\/a.txt",
                "[a-]",
                "[-a]",
                "]",
                "a]b",
                "[]]",
                "[a]]",
                "[a[]*",
                "[.-/]*",
                // white space and comments
                "  a.txt  ",
                "a.txt\r",
                "#a.txt",
                " #a.txt",
                "a.txt # comment",
                "\ta.txt\t",
                "\u00a0a.txt\u2003",
                "",
                "\n\n",
                "\ufeffa.txt",
                "\ufeff#",
                "b.txt\n\ufeffa.txt",
                "a.txt\r\nb.txt\r\n",
                "a b",
                // refused
                "**",
                "docs/**",
                "#**",
                "**/a.txt",
                "a**",
                "!**",
                "a.txt\n**",
                // by name of the special ones
                "Chart.yaml",
                "values.yaml",
                ".helmignore",
                "/Chart.yaml",
                "charts/db/Chart.yaml",
                "charts/db",
                "charts/",
            })
    void leavesOutWhatHelmLeavesOut(String rules) throws Exception {
        Path folder = folder(rules).write(directory);

        String expected = helms(folder);
        if (expected == null) {
            assertThatThrownBy(() -> ours(folder)).isInstanceOf(ChartException.class);
        } else {
            assertThat(ours(folder)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"65535, true", "65536, false"})
    void theLongestLineIsGos(int length, boolean allowed) throws Exception {
        Path folder = folder("#" + "x".repeat(length - 1) + "\na.txt\n").write(directory);

        assertThat(helms(folder) != null).isEqualTo(allowed);
        if (allowed) {
            assertThat(ours(folder)).isEqualTo(helms(folder));
        } else {
            assertThatThrownBy(() -> ours(folder)).hasMessage(".helmignore: line 1: longer than 64 KiB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a/**, .helmignore: line 2: double-star (**) syntax is not supported",
        "[a, .helmignore: line 2: syntax error in pattern",
    })
    void aRefusalNamesTheLine(String rule, String message) throws Exception {
        Path folder = folder("# rules\n" + rule).write(directory);

        assertThatThrownBy(() -> ours(folder))
                .isInstanceOf(ChartException.class)
                .hasMessage(message);
    }

    @Test
    void warnsOfWhatIsOtherwiseInGit() throws Exception {
        Path folder = folder("#\n!*\n//x\n").write(directory);
        Set<String> warnings = new LinkedHashSet<>();

        ChartFolder.load(folder, directory, warnings);
        assertThat(warnings)
                .containsExactly(
                        ".helmignore: line 2: '!*' leaves out whatever it doesn't match; to Helm, ! is not what it is to git",
                        ".helmignore: line 3: '//x' means something else to every version of Helm; begin it with one slash");
    }

    private String ours(Path folder) throws Exception {
        Path file = Files.createTempDirectory(directory, "ours").resolve("a-1.0.0.tgz");
        ChartFolder.load(folder, directory, new HashSet<>()).pack(file, Instant.EPOCH);
        return names(file);
    }

    /** Null if Helm refuses the folder. */
    private String helms(Path folder) throws Exception {
        Path destination = Files.createTempDirectory(directory, "helm");
        try {
            EmbeddedHelm.pack(folder, destination);
        } catch (HelmFailure e) {
            return null;
        }
        return names(destination.resolve("a-1.0.0.tgz"));
    }

    private static String names(Path archive) throws Exception {
        StringBuilder names = new StringBuilder();
        try (InputStream in = Files.newInputStream(archive);
                ArchiveEntries entries = new ArchiveEntries(in, new ArchiveEntries.Budget())) {
            while (entries.next()) {
                names.append(entries.path()).append('\n');
            }
        }
        return names.toString();
    }
}
