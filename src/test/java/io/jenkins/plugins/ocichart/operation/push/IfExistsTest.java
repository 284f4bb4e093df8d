package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IfExistsTest {
    @Test
    void isWrittenInAnyCase() {
        assertThat(IfExists.of("skip")).contains(IfExists.SKIP);
        assertThat(IfExists.of("Overwrite")).contains(IfExists.OVERWRITE);
        assertThat(IfExists.of("FAIL")).contains(IfExists.FAIL);
        assertThat(IfExists.of("replace")).isEmpty();
        assertThat(IfExists.of("")).isEmpty();
    }
}
