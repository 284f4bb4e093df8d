package io.jenkins.plugins.ocichart.operation.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.FilePermissions;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.logins.DockerConfig;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoginFileTest {
    private static final DockerConfig CONFIG =
            DockerConfig.empty().with("registry.example.com", RegistryCredential.basic("alice", "secret"));

    @TempDir
    Path directory;

    @Test
    void othersCannotReadIt() throws Exception {
        Path folder = directory.resolve("job@tmp/login");

        new LoginFile(folder.toString(), Map.of("registry.example.com", Requests.ALICE)).write(directory, Map.of());

        assertThat(FilePermissions.of(folder)).isIn("rwx------", null);
        assertThat(FilePermissions.of(folder.resolve(LoginFile.NAME))).isIn("rw-------", null);
    }

    /** Whoever has opened the old file, or may read it, learns nothing of the new login. */
    @Test
    void aFileThatOthersCanReadIsReplacedByANewOne() throws Exception {
        Path file = Files.writeString(directory.resolve(LoginFile.NAME), "old");
        Path other = Files.createLink(directory.resolve("other"), file);
        if (FilePermissions.of(file) != null) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }

        LoginFile.write(directory, CONFIG, Platform.current());

        assertThat(file).hasContent(CONFIG.toJson());
        assertThat(FilePermissions.of(file)).isIn("rw-------", null);
        assertThat(other).hasContent("old");
    }

    @ParameterizedTest
    @EnumSource
    void everySystemGetsTheSameFile(Platform platform) throws Exception {
        if (platform != Platform.WINDOWS && FilePermissions.of(directory) == null) {
            platform = Platform.WINDOWS;
        }
        Path folder = directory.resolve("job@tmp/login");
        LoginFile.write(folder, DockerConfig.empty(), platform);
        LoginFile.write(folder, CONFIG, platform);

        assertThat(folder.resolve(LoginFile.NAME)).hasContent(CONFIG.toJson());
        assertThat(FilePermissions.of(folder))
                .isIn(platform == Platform.WINDOWS ? FilePermissions.of(folder.getParent()) : "rwx------");
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> LoginFile.write(file.resolve("login"), CONFIG, Platform.current()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "cannot write the login file " + file.resolve("login").resolve("config.json") + ": ");
    }
}
