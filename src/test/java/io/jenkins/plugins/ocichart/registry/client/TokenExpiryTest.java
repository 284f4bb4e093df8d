package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that end in the middle of a push. */
class TokenExpiryTest {
    private static final byte[] CONTENT = new byte[5 << 20];
    private static final Descriptor BLOB;
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    static {
        new Random(3).nextBytes(CONTENT);
        BLOB = Descriptor.of("application/octet-stream", CONTENT);
    }

    private final AtomicInteger tokensGiven = new AtomicInteger();
    private volatile int requestsPerToken = Integer.MAX_VALUE;
    private volatile String valid = "none";
    private volatile long lifetime = 300;
    private int used;

    @AutoClose
    private WireServer tokens;

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        tokens = WireServer.start(exchange -> {
            valid = "t" + tokensGiven.incrementAndGet();
            used = 0;
            exchange.respond(200, "{\"token\":\"" + valid + "\",\"expires_in\":" + lifetime + "}");
        });
        for (String method : new String[] {"GET", "HEAD", "POST", "PATCH", "PUT"}) {
            registry.always(method, "/v2/", this::checkToken);
        }
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
    }

    private void checkToken(WireExchange exchange) throws IOException {
        if (("Bearer " + valid).equals(exchange.header("authorization")) && used++ < requestsPerToken) {
            registry.answer(exchange);
        } else {
            challenge(exchange);
        }
    }

    private void challenge(WireExchange exchange) throws IOException {
        exchange.respond(
                401,
                Map.of(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + tokens.url() + "/token\",service=\"x\",error=\"invalid_token\""),
                new byte[0]);
    }

    private void push() throws IOException, InterruptedException {
        client.repository("charts/web").upload(Descriptor.of("a/b", CONFIG), Body.of(CONFIG), TransferListener.NONE);
        client.repository("charts/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE);
        client.repository("charts/web").putManifest("1.0.0", Manifest.OCI_MANIFEST, CONFIG);
    }

    private void assertPushed() {
        assertThat(registry.blob(BLOB.digest().toString())).isEqualTo(CONTENT);
        assertThat(registry.manifest("charts/web", "1.0.0")).isEqualTo(CONFIG);
    }

    @Test
    void oneTokenIsEnoughWhereItLives() throws Exception {
        push();

        assertPushed();
        assertThat(tokensGiven).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -5, Long.MIN_VALUE, 1_000_000_000_000_000_000L})
    void aLifetimeThatCannotBeMeantChangesNothing(long seconds) throws Exception {
        lifetime = seconds;

        push();

        assertPushed();
        assertThat(tokensGiven).hasValue(1);
    }

    @Test
    void aTokenThatLivesForOneRequestOnlyIsRenewedForEachOfThem() throws Exception {
        requestsPerToken = 1;

        push();

        assertPushed();
        assertThat(tokensGiven).hasValue(5);
    }

    @Test
    void aTokenThatEndsWhileALargeBlobIsUnderWayIsRenewedAndTheBlobSentAgain() throws Exception {
        AtomicInteger expired = new AtomicInteger();
        registry.prefer("PUT", "/uploads/2", 1, exchange -> {
            exchange.body().readNBytes(CONTENT.length / 2);
            valid = "none";
            expired.incrementAndGet();
            challenge(exchange);
        });

        push();

        assertPushed();
        assertThat(expired).hasValue(1);
        assertThat(tokensGiven).hasValue(2);
    }

    @Test
    void aTokenThatEndsBetweenChunksIsRenewed() throws Exception {
        registry.prefer("PUT", "/uploads/2", 1, exchange -> exchange.respond(413, "too large"));
        AtomicInteger chunks = new AtomicInteger();
        registry.prefer("PATCH", "/uploads/", 2, exchange -> {
            if (chunks.incrementAndGet() == 2) {
                valid = "none";
            }
            checkToken(exchange);
        });

        push();

        assertPushed();
        assertThat(tokensGiven).hasValue(2);
    }
}
