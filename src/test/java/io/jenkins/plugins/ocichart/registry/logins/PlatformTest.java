package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void onWindowsAPathHasQuotesAndBlanksThatBelongToNoFolder() {
        assertThat(Platform.WINDOWS.folders(" bin ;\"Program Files\";\"a;b\";; \"\" ; "))
                .containsExactly(Path.of("bin"), Path.of("Program Files"), Path.of("a;b"));
    }

    @Test
    void elsewhereQuotesAndBlanksArePartOfTheName() {
        assertThat(Platform.LINUX.folders("/bin:\"a\": b ::"))
                .containsExactly(Path.of("/bin"), Path.of("\"a\""), Path.of(" b "));
    }

    @Test
    void whatCannotBeAFolderIsLeftOut() {
        assertThat(Platform.WINDOWS.folders("no\0path;bin")).containsExactly(Path.of("bin"));
        assertThat(Platform.LINUX.folders("no\0path:bin")).containsExactly(Path.of("bin"));
    }
}
