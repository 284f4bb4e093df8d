package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
    @Started
    private static AnyRegistry registry;

    @TempDir
    private static Path dir;

    @BeforeAll
    static void pushWithHelm() throws IOException {
        for (String version :
                List.of("1.0.0", "1.2.0", "1.10.0+b.9", "1.10.0+b.10", "2.0.0", "3.0.0-rc.1", "v9.9.9", "1.5")) {
            EmbeddedHelm.push(ChartTar.write(dir, "web", version), "oci://" + registry.host() + "/charts");
        }
    }

    private static String web() {
        return "oci://" + registry.host() + "/charts/web";
    }

    private static List<String> versions(String chart, String version, boolean devel, int limit) throws Exception {
        return new Versions(chart, version, devel, limit, Requests.ALICE).run(dir, line -> {});
    }

    @Test
    void areTheStableOnesThatHelmTakesForVersionsTheNewestFirst() throws Exception {
        assertThat(versions(web(), null, false, 0))
                .containsExactly("2.0.0", "1.10.0+b.10", "1.10.0+b.9", "1.2.0", "1.0.0");
    }

    @Test
    void includePreReleasesWithDevel() throws Exception {
        assertThat(versions(web(), "", true, 0))
                .startsWith("3.0.0-rc.1", "2.0.0")
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"^1", ">=1.0 <1.10.0", "~1.2", "*", ">0.0.0-0", ">=1.0.0 <=2.0.0 !=1.2.0", "2.0.0"})
    void theFirstOfARangeIsTheOneThatHelmPulls(String range) throws Exception {
        String first = versions(web(), range, false, 0).get(0);
        // Helm's choice among builds of one version is not defined.
        assertThat(EmbeddedHelm.show("chart", web(), range)).contains("version: " + first.replaceFirst("[+].*", ""));
    }

    @Test
    void endAtTheLimit() throws Exception {
        assertThat(versions(web(), null, false, 2)).containsExactly("2.0.0", "1.10.0+b.10");
        assertThat(versions(web(), null, false, 99)).hasSize(5);
        assertThatThrownBy(() -> versions(web(), null, false, -1)).hasMessageContaining("limit is -1");
    }

    @Test
    void areNoneIfNoneMatches() throws Exception {
        assertThat(versions(web(), "^7", true, 0)).isEmpty();
    }

    @Test
    void ofAnUnknownRepositoryAreAnError() {
        assertThatThrownBy(() -> versions(web() + "-none", null, false, 0))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("charts/web-none");
    }

    @ParameterizedTest
    @ValueSource(strings = {":1.0.0", "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void ofOneVersionAreNotListed(String suffix) {
        assertThatThrownBy(() -> versions(web() + suffix, null, false, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("names one version; write oci://HOST[:PORT]/NAMESPACE/NAME");
    }

    @Test
    void ofWhatIsNoRangeAreAnError() {
        assertThatThrownBy(() -> versions(web(), "newest of all", false, 0))
                .hasMessage("version 'newest of all' is neither a version nor a range such as ^1.2");
    }
}
