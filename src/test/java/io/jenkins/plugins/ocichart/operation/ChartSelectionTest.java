package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartSelectionTest {
    @TempDir
    Path dir;

    @BeforeEach
    void makeFiles() throws IOException {
        for (String file : List.of(
                "web-1.0.0.tgz",
                "dist/api-1.0.0.tgz",
                "dist/web-2.0.0.tgz",
                "dist/web-2.0.0.tgz.prov",
                "dist/old/db-0.1.0.tgz",
                "dist/old/deep/er/cache-3.0.0.tgz",
                "dist/notes.txt")) {
            Path path = dir.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    private List<String> select(String chart) throws IOException {
        return ChartSelection.archives(dir, chart).stream()
                .map(file -> UserPath.shown(dir, file))
                .toList();
    }

    @Test
    void aPathNamesItsFile() throws IOException {
        assertThat(select("dist/api-1.0.0.tgz")).containsExactly("dist/api-1.0.0.tgz");
    }

    @Test
    void anAbsolutePathNamesItsFile() throws IOException {
        assertThat(select(dir.resolve("dist/api-1.0.0.tgz").toString())).containsExactly("dist/api-1.0.0.tgz");
    }

    @Test
    void aStarStaysInItsFolder() throws IOException {
        assertThat(select("dist/*.tgz")).containsExactly("dist/api-1.0.0.tgz", "dist/web-2.0.0.tgz");
    }

    @Test
    void twoStarsReachEveryFolderAndTheirOwn() throws IOException {
        assertThat(select("dist/**/*.tgz"))
                .containsExactly(
                        "dist/api-1.0.0.tgz",
                        "dist/old/deep/er/cache-3.0.0.tgz",
                        "dist/old/db-0.1.0.tgz",
                        "dist/web-2.0.0.tgz");
    }

    @Test
    void twoStarsCanStandInTheMiddleAndAtTheStart() throws IOException {
        assertThat(select("**/er/*")).containsExactly("dist/old/deep/er/cache-3.0.0.tgz");
        assertThat(select("dist/**/er/cache-*")).containsExactly("dist/old/deep/er/cache-3.0.0.tgz");
    }

    @Test
    void aQuestionMarkIsOneCharacter() throws IOException {
        assertThat(select("dist/???-1.0.0.tgz")).containsExactly("dist/api-1.0.0.tgz");
        assertThatThrownBy(() -> select("dist/??-1.0.0.tgz")).hasMessageContaining("'dist/??-1.0.0.tgz'");
    }

    @Test
    void anAbsolutePatternMatches() throws IOException {
        assertThat(select(dir + "/dist/o*/*.tgz")).containsExactly("dist/old/db-0.1.0.tgz");
    }

    @Test
    void aPatternCanLeaveTheDirectory() throws IOException {
        assertThat(ChartSelection.archives(dir.resolve("dist/old"), "../*.tgz"))
                .containsExactly(dir.resolve("dist/api-1.0.0.tgz"), dir.resolve("dist/web-2.0.0.tgz"));
    }

    @Test
    void backslashesSeparateFoldersToo() throws IOException {
        assertThat(select("dist\\*.tgz")).containsExactly("dist/api-1.0.0.tgz", "dist/web-2.0.0.tgz");
    }

    @Test
    void aListIsOrderedByFileNameNotByPosition() throws IOException {
        assertThat(select("web-1.0.0.tgz, dist/old/*.tgz,dist/api-1.0.0.tgz"))
                .containsExactly("dist/api-1.0.0.tgz", "dist/old/db-0.1.0.tgz", "web-1.0.0.tgz");
    }

    @Test
    void aFileThatIsNamedTwiceCountsOnce() throws IOException {
        assertThat(select("dist/*.tgz,dist/api-1.0.0.tgz,./dist/../dist/api-1.0.0.tgz"))
                .containsExactly("dist/api-1.0.0.tgz", "dist/web-2.0.0.tgz");
    }

    @Test
    void theProvenanceFileOfASelectedChartIsNoChart() throws IOException {
        assertThat(select("dist/web*")).containsExactly("dist/web-2.0.0.tgz");
    }

    @Test
    void aFileWhoseNameHoldsACommaCanBeNamed() throws IOException {
        Files.writeString(dir.resolve("a,b.tgz"), "");
        assertThat(select("a,b.tgz")).containsExactly("a,b.tgz");
    }

    @Test
    void aLoopOfLinksEnds() throws IOException {
        Files.createSymbolicLink(dir.resolve("dist/old/loop"), dir.resolve("dist"));
        assertThat(select("dist/**/*.tgz")).hasSize(4);
    }

    @Test
    void linksToFoldersAreFollowedBelowTwoStars() throws IOException {
        Path elsewhere = Files.createDirectories(dir.resolve("elsewhere/charts"));
        Files.writeString(elsewhere.resolve("web-9.0.0.tgz"), "");
        Files.createSymbolicLink(dir.resolve("dist/old/link"), dir.resolve("elsewhere"));
        assertThat(select("dist/**/web*.tgz"))
                .containsExactly("dist/web-2.0.0.tgz", "dist/old/link/charts/web-9.0.0.tgz");
        Files.createSymbolicLink(dir.resolve("all"), dir.resolve("dist"));
        assertThat(select("all/**/web*.tgz")).containsExactly("all/web-2.0.0.tgz", "all/old/link/charts/web-9.0.0.tgz");
    }

    @Test
    void foldersThatLinkToEachOtherEndAndKeepTheirRealNames() throws IOException {
        for (int from = 0; from < 8; from++) {
            Files.createDirectories(dir.resolve("f" + from));
            Files.writeString(dir.resolve("f" + from + "/c" + from + ".tgz"), "");
            for (int to = 0; to < 8; to++) {
                Files.createSymbolicLink(dir.resolve("f" + from + "/to" + to), dir.resolve("f" + to));
            }
        }
        assertThat(select("**/c?.tgz"))
                .containsExactlyElementsOf(IntStream.range(0, 8)
                        .mapToObj(i -> "f" + i + "/c" + i + ".tgz")
                        .toList());
    }

    @Test
    void bracesHoldAlternativesOfWhichEachMustMatch() throws IOException {
        assertThat(select("dist/{web,api}-*.tgz")).containsExactly("dist/api-1.0.0.tgz", "dist/web-2.0.0.tgz");
        assertThat(select("{web-1.0.0,dist/{api-1,web-2}.0.0}.tgz, dist/old/*"))
                .containsExactly("dist/api-1.0.0.tgz", "dist/old/db-0.1.0.tgz", "web-1.0.0.tgz", "dist/web-2.0.0.tgz");
        assertThatThrownBy(() -> select("dist/{web,gone}-*.tgz"))
                .hasMessage("no file in " + dir + " matches 'dist/gone-*.tgz'");
        Files.writeString(dir.resolve("a{b,c}.tgz"), "");
        assertThat(select("a{b,c}.tgz,web-1.0.0.tgz")).containsExactly("a{b,c}.tgz", "web-1.0.0.tgz");
    }

    @Test
    void blanksAndLinesSeparatePatterns() throws IOException {
        assertThat(select("web-1.0.0.tgz dist/*.tgz\n  dist/old/*.tgz\r\n"))
                .containsExactly("dist/api-1.0.0.tgz", "dist/old/db-0.1.0.tgz", "web-1.0.0.tgz", "dist/web-2.0.0.tgz");
        assertThatThrownBy(() -> select("web-1.0.0.tgz gone.tgz")).hasMessage("'gone.tgz': no such file in " + dir);
    }

    @Test
    void aNameMayHaveBlanks() throws IOException {
        Files.createDirectories(dir.resolve("my charts"));
        Files.writeString(dir.resolve("my charts/web 3.tgz"), "");
        assertThat(select("my charts/*.tgz")).containsExactly("my charts/web 3.tgz");
        assertThat(select("my charts/web 3.tgz,web-1.0.0.tgz")).containsExactly("my charts/web 3.tgz", "web-1.0.0.tgz");
        assertThatThrownBy(() -> select("my charts/gone.tgz"))
                .hasMessage("'my charts/gone.tgz': no such file in " + dir);
    }

    @Test
    void aPatternWithoutMatchIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> select("web-1.0.0.tgz,build/*.tgz"))
                .isInstanceOf(IOException.class)
                .hasMessage("no file in " + dir + " matches 'build/*.tgz'");
    }

    @Test
    void aMissingFileIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> select("dist/gone-1.0.0.tgz"))
                .hasMessage("'dist/gone-1.0.0.tgz': no such file in " + dir);
    }

    @Test
    void aFolderIsAnErrorThatSaysWhatToDo() {
        assertThatThrownBy(() -> select("dist"))
                .hasMessage("'dist' is a folder: package it with ociChartPackage and push the .tgz file that it makes");
    }

    @Test
    void nothingIsAnError() {
        assertThatThrownBy(() -> select("  ")).hasMessageStartingWith("no chart is given");
        assertThatThrownBy(() -> select(" , ")).hasMessageStartingWith("no chart is given");
    }

    private List<String> folders(String chart) throws IOException {
        return ChartSelection.folders(dir, chart).stream()
                .map(folder -> UserPath.shown(dir, folder))
                .toList();
    }

    private void chartFolder(String folder) throws IOException {
        Files.writeString(Files.createDirectories(dir.resolve(folder)).resolve("Chart.yaml"), "");
    }

    @Test
    void ofAPatternFoldersCountThatHaveAChartYaml() throws IOException {
        chartFolder("charts/web");
        chartFolder("charts/api");
        Files.createDirectories(dir.resolve("charts/docs"));
        Files.writeString(dir.resolve("charts/notes"), "");

        assertThat(folders("charts/*")).containsExactly("charts/api", "charts/web");
        assertThatThrownBy(() -> folders("charts/d*"))
                .hasMessage("no folder with a Chart.yaml in " + dir + " matches 'charts/d*'");
        assertThat(folders("charts/docs")).as("is named").containsExactly("charts/docs");
    }

    @Test
    void aChartInsideAnotherOneIsNotMeantByAPattern() throws IOException {
        chartFolder("charts/web");
        chartFolder("charts/web/charts/db");
        chartFolder("charts/web/files/deep/er");

        assertThat(folders("charts/**")).containsExactly("charts/web");
        assertThat(folders("charts/web/charts/*")).containsExactly("charts/web/charts/db");
    }

    @Test
    void foldersKeepTheOrderOfTheirList() throws IOException {
        chartFolder("web");
        chartFolder("api");

        assertThat(folders("web, api,./web")).containsExactly("web", "api");
        assertThat(folders("web\napi")).containsExactly("web", "api");
        assertThat(folders("web/")).containsExactly("web");
    }

    @Test
    void anArchiveIsNoFolder() {
        assertThatThrownBy(() -> folders("web-1.0.0.tgz"))
                .hasMessage("'web-1.0.0.tgz' is a file: name the chart's folder");
        assertThatThrownBy(() -> folders("none")).hasMessage("'none': no such folder in " + dir);
        assertThatThrownBy(() -> folders(" "))
                .hasMessage("no chart is given: name a chart's folder or a pattern such as charts/*");
    }

    @Test
    void aFolderThatIsMissingMatchesNothing() {
        assertThatThrownBy(() -> select("gone/")).hasMessage("no file in " + dir + " matches 'gone/'");
    }

    @Test
    void provenanceWithoutItsChartIsNotLeftOut() throws IOException {
        Files.writeString(dir.resolve("dist/lost.tgz.prov"), "");
        assertThat(select("dist/lost*")).containsExactly("dist/lost.tgz.prov");
    }

    @Test
    void aBraceThatIsNotClosedHoldsNoAlternatives() throws IOException {
        Files.writeString(dir.resolve("}x.tgz"), "");
        Files.writeString(dir.resolve("{y.tgz"), "");
        assertThat(select("}x.tgz,web-1.0.0.tgz")).containsExactly("web-1.0.0.tgz", "}x.tgz");
        assertThat(select("{y.tgz\nweb-1.0.0.tgz,dist/api-1.0.0.tgz"))
                .containsExactly("dist/api-1.0.0.tgz", "web-1.0.0.tgz", "{y.tgz");
        assertThat(select("dist/{api,}*-1.0.0.tgz")).containsExactly("dist/api-1.0.0.tgz");
    }

    @Test
    void ofSeveralNamesTheOneThatIsMissingIsNamed() {
        assertThatThrownBy(() -> select("web-1.0.0.tgz gone.tgz lost.tgz"))
                .hasMessage("'gone.tgz': no such file in " + dir);
        assertThatThrownBy(() -> select("gone.tgz lost.tgz")).hasMessage("'gone.tgz lost.tgz': no such file in " + dir);
    }

    @Test
    void filesOfOneNameAreOrderedByTheirPath() throws IOException {
        for (String folder : List.of("b", "a")) {
            Files.writeString(Files.createDirectories(dir.resolve(folder)).resolve("web-1.0.0.tgz"), folder);
        }
        assertThat(select("b/*, a/*")).containsExactly("a/web-1.0.0.tgz", "b/web-1.0.0.tgz");
    }
}
