package io.jenkins.plugins.ocichart.operation.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which other repository a push has an archive mounted from. */
class PushRequestTest {
    private static final Digest ARCHIVE = Digest.parse("sha256:" + "a".repeat(64));

    private static Optional<String> source(KnownArchive... known) {
        return new Push("*.tgz", "oci://host/prod", IfExists.FAIL, 1, Requests.NOBODY, List.of(known))
                .otherRepositoryOf(ARCHIVE, "prod/web");
    }

    private static KnownArchive in(String repository) {
        return new KnownArchive(ARCHIVE.toString(), repository);
    }

    @Test
    void theNewestIsTaken() {
        assertThat(source(in("staging/web"), in("dev/web"))).hasValue("staging/web");
    }

    @Test
    void theRepositoryThatIsPushedToIsNone() {
        assertThat(source(in("prod/web"))).isEmpty();
        assertThat(source(in("prod/web"), in("dev/web"))).hasValue("dev/web");
    }

    @Test
    void anotherArchiveIsNone() {
        assertThat(source(new KnownArchive("sha256:" + "b".repeat(64), "staging/web")))
                .isEmpty();
        assertThat(source(new KnownArchive(null, "staging/web"))).isEmpty();
    }

    @Test
    void aPushThatKnowsNothingHasNone() {
        assertThat(source()).isEmpty();
    }

    /** What a build has recorded was reported by its agents. */
    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Staging/web", "staging/web&from=x", "../web", "staging/web\r\nHost: x"})
    void whatIsNoRepositoryIsNone(String repository) {
        assertThat(source(in(repository))).isEmpty();
    }
}
