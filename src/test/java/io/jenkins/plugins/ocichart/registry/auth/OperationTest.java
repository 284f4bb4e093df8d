package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.auth.Operation.Kind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OperationTest {
    private static Operation operation(Kind kind, String reference) {
        return new Operation(kind, "charts/web", reference, false, null);
    }

    @Test
    void isAReadAWriteOrNeither() {
        assertThat(Arrays.stream(Kind.values()).filter(Kind::isWrite))
                .containsExactly(Kind.WRITE_BLOB, Kind.WRITE_MANIFEST);
        assertThat(Arrays.stream(Kind.values())
                        .filter(kind -> operation(kind, null).isRead()))
                .containsExactly(Kind.READ_MANIFEST, Kind.READ_BLOB, Kind.LIST_TAGS);
    }

    @Test
    void isAboutARepositoryATagOrADigest() {
        assertThat(operation(Kind.LIST_TAGS, null).target()).isEqualTo("charts/web");
        assertThat(operation(Kind.READ_MANIFEST, "1.2.3").target()).isEqualTo("charts/web:1.2.3");
        assertThat(operation(Kind.READ_BLOB, "sha256:0").target()).isEqualTo("charts/web@sha256:0");
    }
}
