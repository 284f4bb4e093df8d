package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchivedChartsTest {
    /** Pushed from {@code dist/web-1.2.3+linux.tgz}. */
    private static final RecordedPush WEB = RecordedCharts.pushed("web", "1.2.3+linux", "aaaa");

    @Test
    void takesTheArchiveAtThePathThatWasPushed() {
        assertThat(pathAmong("dist/web-1.2.3+linux.tgz", "other/web-1.2.3+linux.tgz"))
                .isEqualTo("dist/web-1.2.3+linux.tgz");
    }

    @Test
    void findsTheArchiveThatAStepInAnotherDirectoryArchived() {
        assertThat(pathAmong("build 1/dist/web-1.2.3+linux.tgz", "dist/my-web-1.2.3+linux.tgz"))
                .isEqualTo("build%201/dist/web-1.2.3+linux.tgz");
    }

    @Test
    void takesNoneIfSeveralFit() {
        assertThat(pathAmong("a/web-1.2.3+linux.tgz", "b/web-1.2.3+linux.tgz")).isNull();
        assertThat(pathAmong()).isNull();
    }

    private static String pathAmong(String... paths) {
        return new ArchivedCharts(List.of(paths)).pathOf(WEB);
    }
}
