package io.jenkins.plugins.ocichart.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmToolTest {
    @ParameterizedTest
    @CsvSource({
        "/opt/helm, true, /opt/helm/helm",
        "/opt/helm/, true, /opt/helm/helm",
        "C:\\tools\\helm, false, C:\\tools\\helm\\helm.exe",
        "C:\\tools\\helm\\, false, C:\\tools\\helm\\helm.exe",
        "C:/tools/helm/, false, C:/tools/helm/helm.exe"
    })
    void hasTheProgramInItsHome(String home, boolean unix, String program) {
        assertThat(new HelmTool("helm", home, List.of()).program(unix)).isEqualTo(program);
    }
}
