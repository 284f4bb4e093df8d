package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFileTest {
    @TempDir
    Path folder;

    private static void write(BlobFile file, String text) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aCompleteFileStays() throws Exception {
        Path path = Files.writeString(folder.resolve("web.tgz"), "an older and longer file");
        try (BlobFile file = new BlobFile(path)) {
            write(file, "one ");
            write(file, "two");
            file.complete();
        }

        assertThat(path).hasContent("one two");
    }

    @Test
    void aFileThatIsNotCompleteIsDeleted() throws Exception {
        Path path = folder.resolve("web.tgz");
        try (BlobFile file = new BlobFile(path)) {
            write(file, "one");
            assertThat(path).hasContent("one");
        }

        assertThat(path).doesNotExist();
    }

    @Test
    void aRestartBeginsWithAnEmptyFile() throws Exception {
        Path path = folder.resolve("web.tgz");
        try (BlobFile file = new BlobFile(path)) {
            write(file, "damaged");
            assertThat(file.restart()).isTrue();
            write(file, "good");
            file.complete();
        }

        assertThat(path).hasContent("good");
    }

    @Test
    void aFullDiskIsNamedWithTheFile() throws Exception {
        assumeThat(Path.of("/dev/full")).exists();
        Path link = Files.createSymbolicLink(folder.resolve("web.tgz"), Path.of("/dev/full"));
        try (BlobFile file = new BlobFile(link)) {
            assertThatThrownBy(() -> write(file, "one"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot write web.tgz: ");
        }

        assertThat(link).doesNotExist();
        assertThat(Path.of("/dev/full")).exists();
    }
}
