package io.jenkins.plugins.ocichart.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerTextTest {
    @Test
    void controlCharactersBecomeBlanks() {
        assertThat(ServerText.quote("a\u0000b\r\nc\u001b[31md\u202ee\ufefff", 100))
                .isEqualTo("a b c [31md e f");
    }

    @Test
    void longTextIsCutOff() {
        assertThat(ServerText.quote("x".repeat(1_000_000), 10)).isEqualTo("xxxxxxxxxx…");
    }

    @Test
    void charactersOfTwoHalvesAreNotCutInTwo() {
        assertThat(ServerText.quote("abc\ud83d\ude00def", 4)).isEqualTo("abc…");
        assertThat(ServerText.quote("abc\ud83d\ude00", 5)).isEqualTo("abc\ud83d\ude00");
    }
}
