package io.jenkins.plugins.ocichart.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A few thousand inputs of each kind, always the same ones; {@link Differential} makes as many as wanted. */
class SameAsHelmTest {
    private static final int INPUTS = 3000;

    static Stream<Named<Supplier<Subject>>> subjects() {
        return Stream.of(
                Named.of("Chart.yaml", ChartYamls::new),
                Named.of("archives", Archives::new),
                Named.of("constraints", Constraints::new));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void whatWeReadHelmReadsAsTheSame(Supplier<Subject> kind) throws Exception {
        try (Subject subject = kind.get()) {
            Differential differential = new Differential(subject, 42, null);

            assertThat(differential.run(INPUTS)).isEmpty();
            assertThat(differential.compared()).isGreaterThan(INPUTS / 8);
        }
    }
}
