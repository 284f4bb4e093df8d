package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkSizeTest {
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;

    /** All sizes that follow the whole. */
    private static List<Long> smaller(long total, long minimum) {
        ChunkSize chunk = new ChunkSize(total);
        List<Long> sizes = new ArrayList<>();
        while (chunk.shrink(minimum)) {
            sizes.add(chunk.bytes());
        }
        return sizes;
    }

    @Test
    void theWholeIsTheFirstSize() {
        ChunkSize chunk = new ChunkSize(20 * MB);
        assertThat(chunk.isWhole()).isTrue();
        assertThat(chunk.bytes()).isEqualTo(20 * MB);

        chunk.shrink(0);

        assertThat(chunk.isWhole()).isFalse();
        assertThat(chunk.bytes()).isEqualTo(16 * MB);
    }

    /** Sizes in KiB; 16 MiB, 4 MiB, 1 MiB and 512 KiB are the usual ones. */
    @ParameterizedTest
    @CsvSource({
        "16385, 0, 16384 4096 1024 512",
        "16384, 0, 4096 1024 512",
        "513, 0, 512",
        "512, 0, ''",
        "16385, 4096, 16384 4096",
        "16385, 4097, 16384",
        "20000, 17000, 17000",
        "20000, 20000, ''",
        "20000, 20001, ''",
        "5000, 4097, 4097"
    })
    void theNextSizesAreTheUsualOnesThatTheRegistryTakes(long total, long minimum, String sizes) {
        List<Long> expected = Arrays.stream(sizes.split(" "))
                .filter(size -> !size.isEmpty())
                .map(size -> Long.parseLong(size) * KB)
                .toList();
        assertThat(smaller(total * KB, minimum * KB)).isEqualTo(expected);
    }
}
