package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens of a token server, checked by a real registry. */
class TokenLoginTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic(TokenServer.USER, TokenServer.PASSWORD);
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("text/plain", CONTENT);

    @Started
    private TokenServer tokens;

    @AutoClose
    private DockerRegistry registry;

    @BeforeEach
    void start() {
        registry = tokens.registry();
    }

    private RegistryClient client(RegistryCredential credential) throws RegistryException {
        return Fast.client(registry.host(), credential);
    }

    private static void upload(RegistryClient client) throws Exception {
        client.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
    }

    @Tag("slow")
    @Test
    void aLoginIsCheckedAsPushesAndPullsAskForTokens() throws Exception {
        try (RegistryClient client = client(ALICE)) {
            client.login();
        }
        assertThat(tokens.requests()).containsExactly("GET basic ");
    }

    @Test
    void aLoginReportsWhatTheTokenServerSays() throws Exception {
        try (RegistryClient client = client(RegistryCredential.basic("alice", "wrong"))) {
            assertThatThrownBy(client::login)
                    .isInstanceOf(UnauthorizedException.class)
                    .hasMessageStartingWith("authenticating to \"" + registry.host() + "\": ")
                    .hasMessageContaining("rejected the login of user alice")
                    .hasMessageContaining("incorrect login");
        }
        assertThat(tokens.requests()).containsExactly("GET refused ");
    }

    @Test
    void anIdentityTokenIsExchangedByPost() throws Exception {
        try (RegistryClient client = client(RegistryCredential.identityToken(TokenServer.REFRESH_TOKEN))) {
            upload(client);
        }
        assertThat(tokens.requests()).containsExactly("POST refresh repository:charts/web:pull,push");
    }

    @Test
    void anonymousUsersGetTokensToo() throws Exception {
        try (RegistryClient client = client(RegistryCredential.anonymous())) {
            upload(client);
            assertThat(client.repository("charts/web").hasBlob(BLOB)).isTrue();
        }
        assertThat(tokens.requests()).containsExactly("GET anonymous repository:charts/web:pull,push");
    }

    @Test
    void aTokenIsUsedForEveryRequestItCovers() throws Exception {
        try (RegistryClient client = client(ALICE)) {
            client.repository("charts/web").forPush().resolve("1.0.0");
            upload(client);
            client.repository("charts/web").hasBlob(BLOB);
            assertThat(tokens.requests()).hasSize(1);

            client.repository("charts/other").resolve("1.0.0");
            assertThat(tokens.requests())
                    .containsExactly(
                            "GET basic repository:charts/web:pull,push", "GET basic repository:charts/other:pull");
        }
    }

    @Test
    void threadsThatNeedTheSameTokenWaitForOneRequest() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RegistryClient client = client(ALICE)) {
            client.login();
            tokens.requests().clear();
            List<Callable<Object>> calls = IntStream.range(0, 8)
                    .<Callable<Object>>mapToObj(
                            i -> () -> client.repository("charts/web").resolve("1." + i))
                    .toList();
            for (Future<Object> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(tokens.requests()).containsExactly("GET basic repository:charts/web:pull");
    }

    @Test
    void aTokenThatTheRegistryFindsExpiredIsRenewedOnce() throws Exception {
        try (RegistryClient client = client(ALICE)) {
            tokens.lifetime(Duration.ofSeconds(-120));
            assertThatThrownBy(() -> upload(client)).isInstanceOf(UnauthorizedException.class);
            int requests = tokens.requests().size();
            tokens.lifetime(Duration.ofMinutes(5));

            upload(client);

            assertThat(tokens.requests()).hasSize(requests + 1);
        }
    }

    @Test
    void aRightThatIsMissingIsSaid() throws Exception {
        tokens.grants("pull");
        try (RegistryClient client = client(ALICE)) {
            assertThatThrownBy(() -> upload(client))
                    .isInstanceOf(UnauthorizedException.class)
                    .hasMessageContaining("user alice may not push to charts/web on " + registry.host());
        }
    }
}
