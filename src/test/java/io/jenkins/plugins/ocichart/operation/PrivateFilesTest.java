package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    private Path dir;

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aFolderAndItsFilesAreTheOwnersAlone() throws Exception {
        Path folder = dir.resolve("a/b");
        PrivateFiles.folder(folder, Platform.LINUX);
        PrivateFiles.write(folder.resolve("secret"), "one".getBytes(), Platform.LINUX);

        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("secret"))).isEqualTo("rw-------");
        assertThat(folder.resolve("secret")).hasContent("one");
    }

    @Test
    void aFileIsReplacedAndAFolderStays() throws Exception {
        Files.writeString(dir.resolve("secret"), "older and longer");
        Files.setPosixFilePermissions(dir.resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));

        PrivateFiles.folder(dir, Platform.LINUX);
        PrivateFiles.write(dir.resolve("secret"), "new".getBytes(), Platform.LINUX);

        assertThat(dir.resolve("secret")).hasContent("new");
        assertThat(permissions(dir.resolve("secret"))).isEqualTo("rw-------");
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Path file = Files.createFile(dir.resolve("file"));
        assertThatThrownBy(() -> PrivateFiles.folder(file, Platform.LINUX))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aProvenanceFileFitsTheArchiveWhoseDigestItNames() throws Exception {
        Path provenance = Files.writeString(dir.resolve("web.tgz.prov"), "files:\n  web.tgz: sha256:abc\n");

        assertThat(NearbyProvenance.fits(provenance, "sha256:abc")).isTrue();
        assertThat(NearbyProvenance.fits(provenance, "sha256:def")).isFalse();
    }
}
