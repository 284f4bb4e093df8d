package io.jenkins.plugins.ocichart.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private record Named(String name) implements Tool {
        @Override
        public Action push(List<Path> archives, String host, String namespace) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Action pull(String host, String repository, String version, Path directory) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void toolsTakeTurnsAndAnotherOneIsFirstInEachRound() throws Exception {
        List<String> order = new ArrayList<>();

        Samples samples = Samples.take(
                1, 2, List.of(new Named("a"), new Named("b")), (tool, round) -> () -> order.add(tool.name() + round));

        assertThat(order).containsExactly("b-1", "a-1", "a0", "b0", "b1", "a1");
        assertThat(samples.tools()).containsExactly("a", "b");
        assertThat(samples.median("a")).isPositive();
    }

    @Test
    void quantilesLieBetweenTheNeighbours() {
        assertThat(Samples.quantile(List.of(4.0, 1.0, 3.0, 2.0), 0.5)).isEqualTo(2.5);
        assertThat(Samples.quantile(List.of(4.0, 1.0, 3.0, 2.0), 1)).isEqualTo(4);
        assertThat(Samples.quantile(List.of(7.0), 0.25)).isEqualTo(7);
    }

    @Test
    void optionsNotNamedHaveTheirDefaults() {
        Options options = Options.parse("scenarios=small,tags rounds=3");

        assertThat(options.scenarios()).containsExactlyInAnyOrder("small", "tags");
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.latencies()).containsExactly(Duration.ZERO, Duration.ofMillis(20), Duration.ofMillis(100));
    }

    @Test
    void optionsThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> Options.parse("round=3")).hasMessageContaining("unknown option 'round=3'");
        assertThatThrownBy(() -> Options.parse("scenarios=smal")).hasMessageContaining("smal");
    }
}
