package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorTest {
    /** FIPS 180-4, "abc". */
    private static final String ABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    @Test
    void contentInMemoryAndInAFileHasTheSame() throws Exception {
        byte[] content = "abc".getBytes(StandardCharsets.US_ASCII);
        Path file = Files.write(directory.resolve("file"), content);
        Descriptor descriptor = new Descriptor("a/b", Digest.parse(ABC), 3);

        assertThat(Descriptor.of("a/b", content)).isEqualTo(descriptor);
        assertThat(Descriptor.of("a/b", file)).isEqualTo(descriptor);
        for (Body body : new Body[] {Body.of(content), Body.of(file)}) {
            try (InputStream in = body.open()) {
                assertThat(in).hasContent("abc");
            }
            assertThat(body.length()).isEqualTo(3);
        }
    }

    @Test
    void nothingIsShorterThanNothing() {
        assertThat(new Descriptor("a/b", Digest.parse(ABC), 0).size()).isZero();
        assertThatThrownBy(() -> new Descriptor("a/b", Digest.parse(ABC), -1))
                .hasMessage("the size of " + ABC + " is negative: -1");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"Text/HTML; charset=utf-8, text/html", "' a/b ', a/b", "-, -", "' ', -"})
    void aMediaTypeIsComparedWithoutItsParameters(String contentType, String mediaType) {
        assertThat(Descriptor.mediaTypeOf(contentType)).isEqualTo(mediaType);
    }
}
