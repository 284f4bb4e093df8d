package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "dist/*.tgz, '', ''",
        "/dist/*.tgz, /, /",
        "C:/dist/*.tgz, C:/, ''",
        "c:dist/*.tgz, '', ''",
        "//server/share/dist/*.tgz, //server/share/, /",
        "//server/*.tgz, /, /"
    })
    void anAbsolutePathBeginsWithARoot(String path, String windows, String linux) {
        assertThat(Platform.WINDOWS.root(path)).isEqualTo(windows);
        assertThat(Platform.LINUX.root(path)).isEqualTo(linux);
    }
}
