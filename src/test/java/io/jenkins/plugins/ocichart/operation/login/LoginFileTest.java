package io.jenkins.plugins.ocichart.operation.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.logins.DockerConfig;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
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

    /** Null on a system that knows no such permissions. */
    private static String permissions(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null
                ? null
                : PosixFilePermissions.toString(view.readAttributes().permissions());
    }

    @Test
    void othersCannotReadIt() throws Exception {
        Path folder = directory.resolve("job@tmp/login");

        new LoginFile(folder.toString(), Map.of("registry.example.com", Requests.ALICE)).write(directory, Map.of());

        assertThat(permissions(folder)).isIn("rwx------", null);
        assertThat(permissions(folder.resolve(LoginFile.NAME))).isIn("rw-------", null);
    }

    /** Whoever has opened the old file, or may read it, learns nothing of the new login. */
    @Test
    void aFileThatOthersCanReadIsReplacedByANewOne() throws Exception {
        Path file = Files.writeString(directory.resolve(LoginFile.NAME), "old");
        Path other = Files.createLink(directory.resolve("other"), file);
        if (permissions(file) != null) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }

        LoginFile.write(directory, CONFIG, Platform.current());

        assertThat(file).hasContent(CONFIG.toJson());
        assertThat(permissions(file)).isIn("rw-------", null);
        assertThat(other).hasContent("old");
    }

    @ParameterizedTest
    @EnumSource
    void everySystemGetsTheSameFile(Platform platform) throws Exception {
        if (platform != Platform.WINDOWS && permissions(directory) == null) {
            platform = Platform.WINDOWS;
        }
        Path folder = directory.resolve("job@tmp/login");
        LoginFile.write(folder, DockerConfig.empty(), platform);
        LoginFile.write(folder, CONFIG, platform);

        assertThat(folder.resolve(LoginFile.NAME)).hasContent(CONFIG.toJson());
        assertThat(permissions(folder))
                .isIn(platform == Platform.WINDOWS ? permissions(folder.getParent()) : "rwx------");
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
