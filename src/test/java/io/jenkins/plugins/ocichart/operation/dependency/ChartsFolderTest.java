package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartsFolderTest {
    @TempDir
    private Path dir;

    private final List<String> lines = new ArrayList<>();

    private ChartsFolder folder() throws IOException {
        return new ChartsFolder(dir.resolve("charts"), new Console(lines::add));
    }

    @Test
    void anArchiveIsThereIfItHasTheDigest() throws Exception {
        Path archive = ChartTar.write(dir.resolve("charts"), "web", "1.0.0");
        Files.createDirectories(dir.resolve("charts/folder"));
        String sha256 = ChartArchive.sha256(archive);
        assertThat(folder().has("web-1.0.0.tgz", sha256)).isTrue();
        assertThat(folder().has("web-1.0.0.tgz", "0" + sha256.substring(1))).isFalse();
        assertThat(folder().has("web-1.0.0.tgz", "")).isFalse();
        assertThat(folder().has("db-1.0.0.tgz", sha256)).isFalse();
        assertThat(folder().has("folder", sha256)).isFalse();
    }

    @Test
    void itNeedNotBeThereButMustBeAFolder() throws Exception {
        assertThat(folder().outdated(Set.of(), Set.of())).isEmpty();
        Files.writeString(dir.resolve("charts"), "");
        assertThatThrownBy(this::folder).hasMessage("\"" + dir.resolve("charts") + "\" is not a directory");
    }

    @Test
    void archivesThatAreNeitherWantedNorInPlaceAreOutdated() throws Exception {
        for (String name : List.of("web", "db", "cache", "app")) {
            ChartTar.write(dir.resolve("charts"), name, "1.0.0");
        }
        assertThat(folder().outdated(Set.of("web-1.0.0.tgz"), Set.of("db")))
                .containsExactly(dir.resolve("charts/app-1.0.0.tgz"), dir.resolve("charts/cache-1.0.0.tgz"));
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "folder"})
    void aLinkToNoArchiveIsNeitherOutdatedNorAFailure(String target) throws Exception {
        Path link = Files.createDirectories(dir.resolve("charts")).resolve("web-1.0.0.tgz");
        Files.createDirectories(dir.resolve("charts/folder"));
        Files.createSymbolicLink(link, Path.of(target));
        assertThat(folder().outdated(Set.of(), Set.of())).isEmpty();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("Could not verify " + link + " for deletion: ")
                .endsWith(" (Skipping)");
    }

    @Test
    void whatCannotBeDeletedIsMentionedAndTheOthersAreDeleted() throws Exception {
        Path gone = dir.resolve("charts/gone-1.0.0.tgz");
        Path web = ChartTar.write(dir.resolve("charts"), "web", "1.0.0");
        folder().delete(List.of(gone, web));
        assertThat(lines)
                .containsExactly(
                        "Deleting outdated charts", "Could not delete " + gone + ": no such file or folder (Skipping)");
        assertThat(web).doesNotExist();
    }

    @Test
    void ifNothingIsOutdatedNothingIsSaid() throws Exception {
        folder().delete(List.of());
        assertThat(lines).isEmpty();
    }

    @Test
    void onlyFoldersOfRunsOfHelmThatHaveEndedAreDeleted() throws Exception {
        Path left = Files.createDirectories(dir.resolve("tmpcharts-999999999"));
        Files.writeString(left.resolve("web-1.0.0.tgz"), "half");
        Path running = Files.createDirectories(
                dir.resolve("tmpcharts-" + ProcessHandle.current().pid()));
        Path mine = Files.createDirectories(dir.resolve("tmpcharts-mine"));
        Path file = Files.writeString(dir.resolve("tmpcharts-999999998"), "");
        folder().deleteLeftovers();
        assertThat(left).doesNotExist();
        assertThat(List.of(running, mine, file))
                .allSatisfy(path -> assertThat(path).exists());
        assertThat(lines).containsExactly("Deleting tmpcharts-999999999, which an earlier run of Helm has left");
    }
}
