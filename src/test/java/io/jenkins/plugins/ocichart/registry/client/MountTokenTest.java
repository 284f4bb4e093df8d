package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens of a push that mounts a blob from another repository, checked by a real registry. */
class MountTokenTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic(TokenServer.USER, TokenServer.PASSWORD);
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("text/plain", CONTENT);
    private static final String BOTH = "repository:prod/web:pull,push repository:staging/web:pull";

    @Started
    private TokenServer tokens;

    @AutoClose
    private DockerRegistry registry;

    @AutoClose
    private RecordingRegistry recording;

    @BeforeEach
    void start() throws Exception {
        registry = tokens.registry();
        recording = RecordingRegistry.inFrontOf(registry.host());
        try (RegistryClient client = Fast.client(registry.host(), ALICE)) {
            client.repository("staging/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
        }
        tokens.requests().clear();
    }

    private void promote(RegistryCredential credential) throws Exception {
        try (RegistryClient client = Fast.client(recording.host(), credential)) {
            Repository production = client.repository("prod/web").forPush("staging/web");
            assertThat(production.resolve("1.0.0")).isEmpty();
            production.upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
            assertThat(production.hasBlob(BLOB)).isTrue();
        }
    }

    private List<String> writes() {
        return recording.requests().stream()
                .filter(request -> !request.method().equals("HEAD"))
                .map(request -> request.method() + " " + request.status())
                .toList();
    }

    @Tag("slow")
    @Test
    void oneTokenCoversBothRepositories() throws Exception {
        promote(ALICE);

        assertThat(tokens.requests()).containsExactly("GET basic " + BOTH);
        assertThat(writes()).containsExactly("POST 201");
    }

    @Test
    void anIdentityTokenIsExchangedForBothRepositoriesAtOnce() throws Exception {
        promote(RegistryCredential.identityToken(TokenServer.REFRESH_TOKEN));

        assertThat(tokens.requests()).containsExactly("POST refresh " + BOTH);
        assertThat(writes()).containsExactly("POST 201");
    }

    @Tag("slow")
    @Test
    void withoutTheRightToReadTheOtherRepositoryTheBlobIsUploadedWithTheSameToken() throws Exception {
        tokens.withholds("staging/web");

        promote(ALICE);

        assertThat(tokens.requests()).containsExactly("GET basic " + BOTH);
        assertThat(writes()).containsExactly("POST 401", "POST 202", "PUT 201");
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500})
    void aTokenServerThatGivesNoTokenForBothIsAskedForOneAndTheBlobIsUploaded(int refusal) throws Exception {
        tokens.refusesSeveral(refusal);

        promote(ALICE);

        assertThat(tokens.requests())
                .startsWith("GET basic " + BOTH)
                .endsWith("GET basic repository:prod/web:pull,push");
        assertThat(writes()).containsExactly("POST 202", "PUT 201");
    }

    @Test
    void aLoginThatTheTokenServerRefusesIsNotShownAgain() {
        tokens.refusesSeveral(401);

        assertThatThrownBy(() -> promote(ALICE)).isInstanceOf(UnauthorizedException.class);

        assertThat(tokens.requests()).containsExactly("GET basic " + BOTH);
    }

    @Test
    void aTokenServerThatLimitsItsRateIsNotAskedAgain() {
        tokens.refusesSeveral(429);

        assertThatThrownBy(() -> promote(ALICE)).isInstanceOf(RateLimitedException.class);

        assertThat(tokens.requests()).containsOnly("GET basic " + BOTH);
    }

    @Test
    void aWrongPasswordIsNotShownMoreOften() throws Exception {
        RegistryCredential wrong = RegistryCredential.basic(TokenServer.USER, "wrong");
        try (RegistryClient client = Fast.client(recording.host(), wrong)) {
            Repository production = client.repository("prod/web").forPush();
            assertThatThrownBy(() -> production.resolve("1.0.0")).isInstanceOf(UnauthorizedException.class);
        }
        int usual = tokens.requests().size();
        tokens.requests().clear();

        assertThatThrownBy(() -> promote(wrong)).isInstanceOf(UnauthorizedException.class);

        assertThat(tokens.requests()).hasSize(usual);
    }

    @Test
    void aPushThatMountsNothingAsksForItsOwnRepositoryOnly() throws Exception {
        try (RegistryClient client = Fast.client(recording.host(), ALICE)) {
            client.repository("prod/web").forPush("staging/web");
            client.repository("prod/api").forPush().resolve("1.0.0");
        }
        assertThat(tokens.requests()).containsExactly("GET basic repository:prod/api:pull,push");
    }
}
