package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserPathTest {
    @Test
    void aPathIsTakenAsItWasTyped() throws IOException {
        assertThat(UserPath.of("chart", " a/../b ")).isEqualTo(Path.of("a/../b"));
        assertThat(UserPath.of("chart", null)).isEqualTo(Path.of(""));
    }

    @Test
    void whatIsNoPathIsNamed() {
        assertThatThrownBy(() -> UserPath.of("chart", "a\0"))
                .isInstanceOf(IOException.class)
                .hasMessage("chart 'a\0' is not a valid path: Nul character not allowed");
    }

    @Test
    void aDirectoryIsInTheWorkspaceThatIsAboveIt() throws IOException {
        Path directory = Path.of("/jobs/web/sub");
        assertThat(UserPath.workspace(directory, "/jobs/web")).isEqualTo(Path.of("/jobs/web"));
        assertThat(UserPath.workspace(directory, "/jobs/other")).isEqualTo(directory);
        assertThat(UserPath.workspace(directory, null)).isEqualTo(directory);
    }

    @Test
    void aPathIsShownWithSlashesAndFromItsDirectory() {
        assertThat(UserPath.shown(Path.of("a\\b"))).isEqualTo("a/b");
        assertThat(UserPath.shown(Path.of("/a"), Path.of("/a/b/c"))).isEqualTo("b/c");
        assertThat(UserPath.shown(Path.of("/a"), Path.of("/b/c"))).isEqualTo("/b/c");
    }
}
