package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
    @TempDir
    Path dir;

    @Test
    void whatIsKeptHasItsNameAndNothingElseStays() throws IOException {
        try (Staging staging = Staging.in(dir.resolve("a/b"))) {
            staging.move(Files.writeString(staging.resolve("x.part"), "x"), "x");
            staging.keep();
        }
        assertThat(dir).isDirectoryRecursivelyContaining("glob:**/a/b/x");
        try (var files = Files.list(dir.resolve("a/b"))) {
            assertThat(files).containsExactly(dir.resolve("a/b/x"));
        }
    }

    @Test
    void whatIsNotKeptLeavesNeitherFilesNorNewFolders() throws IOException {
        Files.createDirectory(dir.resolve("a"));
        try (Staging staging = Staging.in(dir.resolve("a/b/c"))) {
            Files.createDirectories(staging.resolve("deep/down"));
            Files.writeString(staging.resolve("deep/down/x"), "x");
        }
        assertThat(dir.resolve("a")).isEmptyDirectory();
    }

    @Test
    void aNewFolderThatSomebodyElseUsesStays() throws IOException {
        try (Staging staging = Staging.in(dir.resolve("a/b"))) {
            assertThat(staging).isNotNull();
            Files.writeString(dir.resolve("a/other"), "");
        }
        try (var files = Files.list(dir.resolve("a"))) {
            assertThat(files).containsExactly(dir.resolve("a/other"));
        }
    }

    @Test
    void aFileInTheWayIsNamedAndNoFolderIsLeft() throws IOException {
        Files.writeString(dir.resolve("file"), "");
        assertThatThrownBy(() -> Staging.in(dir.resolve("file/sub")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(dir.resolve("file") + " is not a folder");
        try (var files = Files.list(dir)) {
            assertThat(files).containsExactly(dir.resolve("file"));
        }
    }

    @Test
    void aFileIsReplacedInOneStep() throws IOException {
        Files.writeString(dir.resolve("x"), "old");
        try (Staging staging = Staging.in(dir)) {
            staging.move(Files.writeString(staging.resolve("x"), "new"), "x");
            staging.keep();
        }
        assertThat(dir.resolve("x")).hasContent("new");
    }

    @Test
    void whatAKilledProcessHasLeftIsDeletedAfterADay() throws IOException {
        Path old = Files.createDirectory(dir.resolve(".oci-chart-old"));
        Files.writeString(old.resolve("web-1.2.3.tgz"), "half a chart");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Path running = Files.createDirectory(dir.resolve(".oci-chart-running"));
        Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(dir.resolve(".oci-chart-link"), elsewhere);
        Files.setLastModifiedTime(elsewhere, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        Staging.in(dir).close();

        assertThat(old).doesNotExist();
        assertThat(running).exists();
        assertThat(link).exists();
    }

    @Test
    void aFileWithTheNameOfSomethingLeftStays() throws IOException {
        Path file = Files.writeString(dir.resolve(".oci-chart-file"), "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Path other = Files.createDirectory(dir.resolve("oci-chart-other"));
        Files.setLastModifiedTime(other, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        Staging.in(dir).close();

        assertThat(file).exists();
        assertThat(other).exists();
    }

    @Test
    void whatIsNotMovedIsGoneThoughTheRestIsKept() throws IOException {
        try (Staging staging = Staging.in(dir.resolve("a"))) {
            Files.writeString(Files.createDirectory(staging.resolve("deep")).resolve("x"), "");
            staging.keep();
        }
        assertThat(dir.resolve("a")).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeLeavesNoneAboveIt() {
        Path tooLong = dir.resolve("new").resolve("x".repeat(300));
        assertThatThrownBy(() -> Staging.in(tooLong))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write to " + tooLong + ": ");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void whatCannotBeMovedIsNamed() throws IOException {
        Files.createDirectories(dir.resolve("x/full"));
        try (Staging staging = Staging.in(dir)) {
            Path file = Files.writeString(staging.resolve("x"), "");
            assertThatThrownBy(() -> staging.move(file, "x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot write " + dir.resolve("x") + ": ");
        }
        assertThat(dir.resolve("x/full")).isDirectory();
    }

    @Test
    void aTreeIsDeletedWithoutFollowingItsLinks() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectory(dir.resolve("elsewhere")).resolve("kept"), "");
        Path tree = Files.createDirectories(dir.resolve("tree/deep/down"))
                .getParent()
                .getParent();
        Files.writeString(tree.resolve("deep/file"), "");
        Files.createSymbolicLink(tree.resolve("deep/link"), kept.getParent());

        Staging.deleteTree(tree);

        assertThat(tree).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void whatIsStagedIsInAHiddenFolderOfThePlace() throws IOException {
        try (Staging staging = Staging.in(dir)) {
            assertThat(staging.resolve("x").getParent().getParent()).isEqualTo(dir);
            assertThat(staging.resolve("x").getParent().getFileName().toString())
                    .startsWith(".oci-chart-");
        }
        assertThat(dir).isEmptyDirectory();
    }
}
