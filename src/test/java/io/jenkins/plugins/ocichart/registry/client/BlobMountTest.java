package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.reset;
import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blobs that another repository is believed to hold (distribution-spec, "Mounting a blob from another repository"). */
class BlobMountTest {
    private static final byte[] CONTENT = "a chart".repeat(1000).getBytes(StandardCharsets.UTF_8);
    private static final Descriptor BLOB = Descriptor.of("application/octet-stream", CONTENT);
    private static final String PLAIN = "/v2/prod/web/blobs/uploads/";
    private static final String MOUNT =
            PLAIN + "?mount=" + BLOB.digest().toString().replace(":", "%3A") + "&from=staging%2Fweb";

    private final List<String> posts = new CopyOnWriteArrayList<>();

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
    }

    private void store() throws IOException, InterruptedException {
        store(Body.of(CONTENT));
    }

    private void store(Body body) throws IOException, InterruptedException {
        client.repository("prod/web").forPush("staging/web").upload(BLOB, body, TransferListener.NONE);
    }

    private void elsewhere() {
        registry.blob("staging/web", BLOB.digest().toString(), CONTENT);
    }

    /** Notes each POST, and answers those that ask for a mount in some way of its own. */
    private void answerMounts(WireServer.Handler answer) {
        registry.always("POST", "/uploads/", exchange -> {
            posts.add(exchange.target());
            if (exchange.query("mount") == null) {
                registry.answer(exchange);
            } else {
                answer.handle(exchange);
            }
        });
    }

    private void assertUploaded() {
        assertThat(registry.blob(BLOB.digest().toString())).isEqualTo(CONTENT);
        assertThat(registry.requests()).filteredOn(r -> r.startsWith("PUT")).hasSize(1);
    }

    @Test
    void blobsAreTakenOverWithOnePostAndNoByte() throws Exception {
        elsewhere();
        answerMounts(registry::answer);

        store(new Body() {
            @Override
            public long length() {
                return CONTENT.length;
            }

            @Override
            public InputStream open() throws IOException {
                throw new IOException("nobody should want to read this");
            }
        });

        assertThat(posts).containsExactly(MOUNT);
        assertThat(registry.requests()).containsExactly("POST " + PLAIN);
        assertThat(registry.headers().get(0))
                .containsEntry("content-length", "0")
                .containsKey("authorization");
    }

    @Test
    void blobsAreUploadedInTheSessionThatTheRegistryOpensInstead() throws Exception {
        answerMounts(registry::answer);

        store();

        assertUploaded();
        assertThat(posts).containsExactly(MOUNT);
        assertThat(registry.requests()).containsExactly("POST " + PLAIN, "PUT " + PLAIN + "1");
    }

    @Test
    void blobsAreUploadedInANewSessionWhereThatOneIsLost() throws Exception {
        answerMounts(registry::answer);
        registry.fault("PUT", "/uploads/1", 1, refuse(404, "BLOB_UPLOAD_UNKNOWN", ""));

        store();

        assertThat(posts).containsExactly(MOUNT, PLAIN);
        assertThat(registry.requests()).last().isEqualTo("PUT " + PLAIN + "2");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 409, 412, 415, 422, 429, 500, 501, 503})
    void blobsAreUploadedWhereTheRegistryRefuses(int status) throws Exception {
        elsewhere();
        answerMounts(refuse(status, "", "no mounts"));

        store();

        assertUploaded();
        assertThat(posts).startsWith(MOUNT).endsWith(PLAIN).containsOnlyOnce(PLAIN);
    }

    static Stream<Arguments> oddAnswers() {
        String other = "sha256:" + "0".repeat(64);
        return Stream.of(
                Arguments.of("another blob was mounted", answer(201, Map.of("Docker-Content-Digest", other))),
                Arguments.of("a session without an address", answer(202, Map.of())),
                Arguments.of("a session elsewhere", answer(202, Map.of("Location", "ftp://elsewhere/x"))),
                Arguments.of("a success without a meaning", answer(200, Map.of())),
                Arguments.of("a redirect", answer(302, Map.of("Location", "http://127.0.0.1:1/"))));
    }

    private static WireServer.Handler answer(int status, Map<String, String> headers) {
        return exchange -> exchange.respond(status, headers, new byte[0]);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddAnswers")
    void blobsAreUploadedWhereTheAnswerIsNoGood(String name, WireServer.Handler answer) throws Exception {
        answerMounts(answer);

        store();

        assertUploaded();
        assertThat(posts).containsExactly(MOUNT, PLAIN);
    }

    @Test
    void blobsAreAskedForAgainWhereTheAnswerIsLost() throws Exception {
        elsewhere();
        answerMounts(registry::answer);
        registry.prefer("POST", "/uploads/", 1, WireExchange::reset);

        store();

        assertThat(posts).containsExactly(MOUNT);
        assertThat(registry.requests()).containsExactly("POST " + PLAIN, "POST " + PLAIN);
    }

    @Test
    void blobsAreUploadedWhereNoAnswerEverComes() throws Exception {
        answerMounts(reset());
        store();
        assertUploaded();
    }

    @Tag("slow")
    @Test
    void blobsAreUploadedWhereTheRegistryFallsSilent() throws Exception {
        answerMounts(silence());
        store();
        assertUploaded();
    }

    @Test
    void mountsFailInTheWordsOfTheUpload() {
        registry.always("POST", "/uploads/", refuse(403, "DENIED", "no right"));
        assertThatThrownBy(() -> client.repository("prod/web").upload(BLOB, Body.of(CONTENT), TransferListener.NONE))
                .isInstanceOf(DeniedException.class)
                .satisfies(plain -> assertThatThrownBy(this::store)
                        .isInstanceOf(DeniedException.class)
                        .hasMessage(plain.getMessage()));
    }

    @Test
    void blobsComeFromRepositoriesWithALegalName() {
        assertThatThrownBy(() -> client.repository("prod/web")
                        .forPush("staging/web&x=y")
                        .upload(BLOB, Body.of(CONTENT), TransferListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("staging/web&x=y");
        assertThatThrownBy(() -> client.repository("prod/web").forPush("Staging"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.requests()).isEmpty();
    }
}
