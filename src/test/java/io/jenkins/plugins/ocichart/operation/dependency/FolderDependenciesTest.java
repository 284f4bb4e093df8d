package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies in folders of this machine. The digests in locks are those that Helm 3.21.4 wrote for the same charts. */
class FolderDependenciesTest {
    private static final String V1 = "apiVersion: v1\nname: parent\nversion: 1.0.0\n";
    private static final String V2 = "apiVersion: v2\nname: parent\nversion: 1.0.0\n";
    private static final String LOCAL = "local|^0|file://../local";
    private static final String LOCK = """
            dependencies:
            - name: local
              repository: file://../local
              version: 0.3.1
            digest: sha256:99eab6a561d1c36a8d6b9edb647bc532913bf09b4db829c05f63daefe958ff56
            generated: "2024-05-06T07:08:09Z"
            """;
    private static final String HELM_2 = "1ac4cc1f8903b1902515947dc4558c041691db83d917f1ec0966abb3c4efeeb3";

    @TempDir
    private Path dir;

    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void writeLocal() throws IOException {
        write("local/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.3.1\n");
    }

    private Path write(String file, String content) throws IOException {
        Files.createDirectories(dir.resolve(file).getParent());
        return Files.writeString(dir.resolve(file), content);
    }

    private String read(String file) throws IOException {
        return Files.readString(dir.resolve(file));
    }

    /** The lock, with the time that {@link #LOCK} has. */
    private String lock(String file) throws IOException {
        String time = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
        return read(file).replaceAll("generated: \"" + time + "\"", "generated: \"2024-05-06T07:08:09Z\"");
    }

    /** {@code name|version|repository} each, or with an alias as well; an empty repository is none. */
    private static String list(String... dependencies) {
        StringBuilder list = new StringBuilder("dependencies:\n");
        for (String dependency : dependencies) {
            String[] parts = dependency.split("\\|", -1);
            list.append("- name: " + parts[0] + "\n  version: \"" + parts[1] + "\"\n")
                    .append(parts[2].isEmpty() ? "" : "  repository: \"" + parts[2] + "\"\n")
                    .append(parts.length < 4 ? "" : "  alias: " + parts[3] + "\n");
        }
        return list.toString();
    }

    private List<FetchedDependency> run(boolean fromLock, String... charts) throws Exception {
        DependencySources sources = new DependencySources(Map.of(), Map.of(), List.of(), Requests.NOBODY);
        return new DependencyUpdate(List.of(charts), fromLock, "1700000000", null, sources, Trust.NONE)
                .run(dir, lines::add);
    }

    private List<FetchedDependency> update() throws Exception {
        return run(false, "chart");
    }

    private List<FetchedDependency> build() throws Exception {
        return run(true, "chart");
    }

    private FetchedDependency local() throws Exception {
        return new FetchedDependency(
                "local",
                "0.3.1",
                "file://../local",
                "chart/charts/local-0.3.1.tgz",
                "sha256:" + ChartArchive.sha256(dir.resolve("chart/charts/local-0.3.1.tgz")));
    }

    @Test
    void aFolderIsPackedAndLocked() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        assertThat(update()).containsExactly(local());
        assertThat(lines).containsExactly("Saving 1 charts");
        assertThat(lock("chart/Chart.lock")).isEqualTo(LOCK);
    }

    @Test
    void aLockThatFitsAndAnArchiveThatIsThereStayAsTheyAre() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        update();
        write("chart/Chart.lock", LOCK);
        Path archive = dir.resolve("chart/charts/local-0.3.1.tgz");
        FileTime old = FileTime.from(Instant.parse("2024-05-06T07:08:09Z"));
        Files.setLastModifiedTime(archive, old);
        assertThat(update()).containsExactly(local());
        assertThat(read("chart/Chart.lock")).isEqualTo(LOCK);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(old);

        write("local/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.3.1\ndescription: changed\n");
        assertThat(update()).containsExactly(local());
        assertThat(Files.getLastModifiedTime(archive)).isNotEqualTo(old);
    }

    @Test
    void aLockThatDoesNotFitIsReplacedByAnUpdateAndRefusedByABuild() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("chart/Chart.lock", LOCK.replace("99eab6", "000000"));
        assertThatThrownBy(this::build)
                .hasMessage("the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please"
                        + " update the dependencies");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
        update();
        assertThat(lock("chart/Chart.lock")).isEqualTo(LOCK);
    }

    @Test
    void aBuildFetchesWhatTheLockSays() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("chart/Chart.lock", LOCK);
        assertThat(build()).containsExactly(local());
        assertThat(read("chart/Chart.lock")).isEqualTo(LOCK);

        write("local/Chart.yaml", "apiVersion: v2\nname: local\nversion: 0.3.2\n");
        assertThatThrownBy(this::build)
                .hasMessage("can't get a valid version for dependency local: file://../local has another one than"
                        + " 0.3.1");
    }

    @Test
    void aBuildWithoutALockIsAnUpdate() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        assertThat(build()).containsExactly(local());
        assertThat(lock("chart/Chart.lock")).isEqualTo(LOCK);
    }

    @Test
    void aChartOfHelm2HasItsOwnFiles() throws Exception {
        write("chart/Chart.yaml", V1);
        write("chart/requirements.yaml", list(LOCAL));
        assertThat(update()).containsExactly(local());
        assertThat(lock("chart/requirements.lock")).isEqualTo(LOCK);
        assertThat(dir.resolve("chart/Chart.lock")).doesNotExist();
        assertThat(build()).containsExactly(local());

        write("chart/requirements.lock", LOCK.replace("99eab6", "000000"));
        assertThatThrownBy(this::build)
                .hasMessage("the lock file (requirements.lock) is out of sync with the dependencies file"
                        + " (requirements.yaml). Please update the dependencies");
    }

    @Test
    void theDigestOfHelm2CountsForItsChartsOnly() throws Exception {
        String lock = LOCK.replaceFirst("sha256:.*", "sha256:" + HELM_2);
        write("chart/Chart.yaml", V1);
        write("chart/requirements.yaml", list(LOCAL));
        write("chart/requirements.lock", lock);
        assertThat(build()).containsExactly(local());
        assertThat(read("chart/requirements.lock")).isEqualTo(lock);

        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("chart/Chart.lock", lock);
        assertThatThrownBy(this::build).hasMessageStartingWith("the lock file (Chart.lock) is out of sync");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apiVersion: v2;dependencies: []          |                  | Chart.lock",
                "apiVersion: v2;Dependencies: []          |                  | Chart.lock",
                "apiVersion: v1;dependencies: []          |                  | requirements.lock",
                "apiVersion: v1                           | dependencies: [] | requirements.lock",
                "apiVersion: v2                           | dependencies: [] | Chart.lock"
            })
    void anEmptyListClearsChartsAndIsLocked(String chart, String requirements, String lock) throws Exception {
        write("chart/Chart.yaml", "name: parent\nversion: 1.0.0\n" + chart.replace(";", "\n") + "\n");
        if (requirements != null) {
            write("chart/requirements.yaml", requirements + "\n");
        }
        assertThat(update()).isEmpty();
        assertThat(dir.resolve("chart/charts")).isEmptyDirectory();
        assertThat(lock("chart/" + lock)).isEqualTo("""
                        dependencies: []
                        digest: sha256:643d5437104296e21d906ecb15b2c96ad278f20cfc4af53b12bb6069bd853726
                        generated: "2024-05-06T07:08:09Z"
                        """);
        ChartTar.write(dir.resolve("chart/charts"), "web", "1.0.0");
        lines.clear();
        update();
        assertThat(dir.resolve("chart/charts")).isEmptyDirectory();
        assertThat(lines).contains("Saving 0 charts", "Deleting outdated charts");
    }

    @ParameterizedTest
    @CsvSource({"''", "dependencies:"})
    void withoutAListNothingIsDone(String more) throws Exception {
        write("chart/Chart.yaml", V2 + more + "\n");
        assertThat(update()).isEmpty();
        assertThat(dir.resolve("chart")).isDirectoryNotContaining("glob:**/{charts,Chart.lock}");
        Path archive = ChartTar.write(dir.resolve("chart/charts"), "web", "1.0.0");
        assertThat(update()).isEmpty();
        assertThat(archive).exists();
        assertThat(lines).isEmpty();
    }

    @Test
    void aLockWithoutAListIsBuilt() throws Exception {
        write("chart/Chart.yaml", V2);
        String lock = "digest: sha256:95cb9b4f84ceff132cc7a875d8c192bf4997016a939ee64141c1fd628c0e8738\n";
        write("chart/Chart.lock", lock);
        assertThat(build()).isEmpty();
        assertThat(dir.resolve("chart/charts")).isEmptyDirectory();
        assertThat(read("chart/Chart.lock")).isEqualTo(lock);
    }

    /** Helm crashes. */
    @Test
    void aLockWithAnEmptyEntryIsRefused() throws Exception {
        write("chart/Chart.yaml", V2);
        write(
                "chart/Chart.lock",
                "dependencies: [null]\n"
                        + "digest: sha256:ef27c30d04f216d56141705635c4d6628f43d546f008fcbf7471af3a1870d9bb\n");
        assertThatThrownBy(this::build).hasMessage("Chart.lock has an empty entry; update the dependencies");
    }

    @Test
    void whatHasNoRepositoryStaysInPlace() throws Exception {
        write("chart/Chart.yaml", V2 + list("own|>=1.0|"));
        write("chart/charts/own/Chart.yaml", "apiVersion: v2\nname: own\nversion: 1.1.0\n");
        Path archive = ChartTar.write(dir.resolve("chart/charts/own-9.tgz"), "own", "9.0.0", "");
        FetchedDependency own = new FetchedDependency("own", ">=1.0", "", "chart/charts/own", null);
        assertThat(update()).containsExactly(own);
        assertThat(lines)
                .containsExactly(
                        "Saving 1 charts",
                        "Dependency own did not declare a repository. Assuming it exists in the charts directory");
        assertThat(archive).exists();
        String lock = """
                        dependencies:
                        - name: own
                          repository: ""
                          version: '>=1.0'
                        digest: sha256:a96d3fabee36313875af980e0a4799dcead4fdb5b20d8d39350ee85e1f8bb0f6
                        generated: "2024-05-06T07:08:09Z"
                        """;
        assertThat(lock("chart/Chart.lock")).isEqualTo(lock);
        assertThat(build()).containsExactly(own);
    }

    @Test
    void whatIsWantedTwiceIsPackedOnce() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL + "|a", LOCAL.replace("^0", "*") + "|b"));
        assertThat(update()).containsExactly(local(), local());
        assertThat(lines).containsExactly("Saving 2 charts");
        assertThat(read("chart/Chart.lock"))
                .contains("digest: sha256:a5d1b9a93338b38f4aa45f46707464dc880bcc22d6a004280dff92e339591bd6\n");
    }

    @Test
    void twoFoldersWithTheSameChartAreOneArchive() throws Exception {
        write("copy/Chart.yaml", read("local/Chart.yaml"));
        write("chart/Chart.yaml", V2 + list(LOCAL, "local|*|file://../copy|copy"));
        assertThat(update()).extracting(FetchedDependency::path).containsOnly("chart/charts/local-0.3.1.tgz");

        write("copy/Chart.yaml", read("local/Chart.yaml") + "description: another\n");
        assertThatThrownBy(this::update)
                .hasMessage("two dependencies are different archives that would both be"
                        + " chart/charts/local-0.3.1.tgz: local from file://../local and local from file://../copy");
    }

    @Test
    void outdatedArchivesAreDeletedAndWhatIsNoChartIsNot() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        ChartTar.write(dir.resolve("chart/charts"), "local", "0.3.0");
        ChartTar.write(dir.resolve("chart/charts"), "web", "1.0.0");
        write("chart/charts/folder/Chart.yaml", "apiVersion: v2\nname: folder\nversion: 1.1.0\n");
        for (String note : List.of("_d", "_b", "_a", "_c")) {
            write("chart/charts/" + note, "mine");
        }
        update();
        assertThat(lines).hasSize(6).startsWith("Saving 1 charts").endsWith("Deleting outdated charts");
        assertThat(lines.subList(1, 5))
                .isSorted()
                .allMatch(line -> line.matches("Could not verify .*/chart/charts/_. for deletion: .* \\(Skipping\\)"));
        try (var left = Files.list(dir.resolve("chart/charts"))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("_a", "_b", "_c", "_d", "folder", "local-0.3.1.tgz");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local;latest;file://../local | dependency \"local\" has an invalid version/constraint format: improper"
                        + " constraint: latest",
                "local;*;file://../none | directory DIR/none not found",
                "local;*;file://../file | dependency local: DIR/file is not a chart's folder",
                "local;*;file://../empty | unable to load chart 'DIR/empty': Chart.yaml is missing",
                "own;*; | directory DIR/chart/charts/own not found",
                "there;^2; | dependency there at version 1.1.0 does not satisfy the constraint ^2",
                "local;^7;file://../local | can't get a valid version for 1 subchart(s): \"local\" (repository"
                        + " \"file://../local\", version \"^7\"). Make sure a matching chart version exists in the repo,"
                        + " or change the version constraint in Chart.yaml"
            })
    void whatCannotBeFoundIsNamed(String dependency, String reason) throws Exception {
        write("file", "");
        Files.createDirectories(dir.resolve("empty"));
        write("chart/charts/there/Chart.yaml", "apiVersion: v2\nname: there\nversion: 1.1.0\n");
        write("chart/Chart.yaml", V2 + list(dependency.replace(';', '|')));
        assertThatThrownBy(this::update)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(reason.replace("DIR", dir.toString()));
        assertThat(dir.resolve("chart/Chart.lock")).doesNotExist();
    }

    @Test
    void allThatHaveNoMatchingVersionAreNamed() throws Exception {
        write("other/Chart.yaml", "apiVersion: v2\nname: other\nversion: 1.0.0\n");
        write("chart/Chart.yaml", V2 + list("other|^2|file://../other", LOCAL, "local|^7|file://../local|l"));
        assertThatThrownBy(this::update)
                .hasMessageStartingWith("can't get a valid version for 2 subchart(s): \"other\" (repository"
                        + " \"file://../other\", version \"^2\"), \"local\" (repository \"file://../local\", version"
                        + " \"^7\"). Make sure");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }

    @Test
    void aPathThatIsNoneIsRefused() throws Exception {
        write("chart/Chart.yaml", V2);
        write(
                "chart/Chart.lock",
                "dependencies: [{name: local, version: '1', repository: \"file://a\\0b\"}]\n"
                        + "digest: sha256:7242d0fb2a4e7d585445bfd549e7a100e23a3d973eb1a29daa2e6570c721503e\n");
        assertThatThrownBy(this::build).hasMessage("dependency local: 'a\0b' is no valid path");
    }

    @ParameterizedTest
    @CsvSource({"none, could not find DIR/none", "file, 'only unpacked charts can be updated, and DIR/file is a file'"})
    void aChartThatIsNoFolderIsRefused(String chart, String reason) throws Exception {
        write("file", "");
        assertThatThrownBy(() -> run(false, chart)).hasMessage(reason.replace("DIR", dir.toString()));
    }

    @Test
    void chartsMustBeAFolder() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("chart/charts", "a file");
        assertThatThrownBy(this::update).hasMessage("\"" + dir.resolve("chart/charts") + "\" is not a directory");
        assertThat(read("chart/charts")).isEqualTo("a file");
    }

    @Test
    void aLockThatIsALinkIsRefused() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("chart/elsewhere", LOCK);
        Files.createSymbolicLink(dir.resolve("chart/Chart.lock"), Path.of("elsewhere"));
        assertThatThrownBy(this::update).hasMessage("the Chart.lock file is a symlink to \"elsewhere\"");
    }

    @Test
    void whatHelmWarnsOfIsShown() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("chart/requirements.yaml", "dependencies: []\n");
        update();
        assertThat(lines)
                .filteredOn(line -> line.startsWith("WARNING: "))
                .singleElement()
                .asString()
                .startsWith("WARNING: Dependencies are handled in Chart.yaml since apiVersion \"v2\".");
    }

    @Test
    void aChartThatCannotBeReadIsNamedOnce() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        Files.createDirectories(dir.resolve("second"));
        assertThatThrownBy(() -> run(false, "second")).hasMessage("second: Chart.yaml is missing");
        assertThatThrownBy(() -> run(false, "chart", "second")).hasMessage("second: Chart.yaml is missing");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }

    @Test
    void oneOfSeveralChartsThatFailsIsNamed() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("second/Chart.yaml", V2 + list("local|^7|file://../local"));
        assertThatThrownBy(() -> run(false, "chart", "second"))
                .hasMessageStartingWith("second: can't get a valid version for 1 subchart(s): ");
        assertThat(dir.resolve("chart/charts/local-0.3.1.tgz")).exists();

        write("second/Chart.lock", LOCK);
        assertThatThrownBy(() -> run(true, "chart", "second"))
                .hasMessageStartingWith("second: the lock file (Chart.lock) is out of sync");
    }

    @Test
    void anAbsoluteFolderIsShownAsSuch() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        assertThat(run(false, dir.resolve("chart").toString()))
                .extracting(FetchedDependency::path)
                .containsExactly(dir.resolve("chart/charts/local-0.3.1.tgz").toString());
    }

    @Test
    void anInterruptIsNoFailureOfAChart() throws Exception {
        write("chart/Chart.yaml", V2 + list(LOCAL));
        write("second/Chart.yaml", V2 + list(LOCAL));
        for (String[] charts : List.of(new String[] {"chart"}, new String[] {"chart", "second"})) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> run(false, charts)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }
}
