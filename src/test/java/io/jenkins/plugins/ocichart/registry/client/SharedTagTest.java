package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A tag that others change too; their changes are the simulated registry's. */
class SharedTagTest {
    private static final String FRESH = SharedTag.class.getName() + ".fresh";
    private static final String SETTLED = SharedTag.class.getName() + ".settled";

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        System.setProperty(FRESH, "600000");
        System.setProperty(SETTLED, "1");
        client = Fast.client(registry.host(), RegistryCredential.anonymous());
    }

    @AfterEach
    void usualTimes() {
        System.clearProperty(FRESH);
        System.clearProperty(SETTLED);
    }

    /** A list with this many entries. */
    private static Manifest list(int entries) throws IOException {
        String entry = "{\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"digest\":\"" + Digest.sha256(new byte[0])
                + "\",\"size\":1}";
        String all = String.join(",", Collections.nCopies(entries, entry));
        return Manifest.parse(
                ("{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":[" + all + "]}")
                        .getBytes(StandardCharsets.UTF_8),
                null);
    }

    private void stored(int entries) throws IOException {
        registry.manifest("web", "list", Manifest.OCI_INDEX, list(entries).bytes());
    }

    /** Makes the list one of two entries. */
    private Optional<Manifest> two(Optional<Manifest> current) throws IOException {
        asked.incrementAndGet();
        boolean there = current.filter(list -> list.manifests().size() == 2).isPresent();
        return there ? Optional.empty() : Optional.of(list(2));
    }

    private void change(boolean exists) throws Exception {
        client.repository("web").change("list", exists, this::two);
    }

    private long count(String method) {
        return registry.requests().stream()
                .filter(request -> request.startsWith(method))
                .count();
    }

    @Test
    void whatIsThereAlreadyIsNotWritten() throws Exception {
        stored(2);

        change(true);

        assertThat(registry.requests()).containsExactly("GET /v2/web/manifests/list");
        assertThat(asked).hasValue(1);
    }

    @Test
    void anAdditionIsLookedForAtOnceAndAfterATime() throws Exception {
        System.setProperty(SETTLED, "200");
        stored(1);
        long start = System.nanoTime();

        change(true);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(registry.manifest("web", "list")).isEqualTo(list(2).bytes());
        assertThat(count("PUT")).isEqualTo(1);
        assertThat(count("GET")).isEqualTo(3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void anAdditionThatAnotherClientOverwritesIsMadeAgain() throws Exception {
        registry.fault("PUT", "/manifests/", 1, this::overwrite);

        long start = System.nanoTime();
        change(false);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(registry.manifest("web", "list")).isEqualTo(list(2).bytes());
        assertThat(count("PUT")).isEqualTo(2);
    }

    @Test
    void anAdditionThatAnotherClientOverwritesLaterIsMadeAgain() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        registry.always("GET", "/manifests/", exchange -> {
            if (looks.incrementAndGet() == 3) {
                stored(1);
            }
            registry.answer(exchange);
        });

        change(false);

        assertThat(registry.manifest("web", "list")).isEqualTo(list(2).bytes());
        assertThat(count("PUT")).isEqualTo(2);
    }

    private void overwrite(WireExchange exchange) throws IOException {
        registry.answer(exchange);
        stored(1);
    }

    @Test
    void aTagThatIsNotFoundAfterItWasWrittenIsNotWrittenAgain() throws Exception {
        registry.always("GET", "/manifests/", exchange -> exchange.respond(404, "{}"));
        System.setProperty(FRESH, "0");
        AtomicInteger changes = new AtomicInteger();

        assertThatThrownBy(() -> client.repository("web").change("list", false, current -> {
                    changes.incrementAndGet();
                    return Optional.of(list(2));
                }))
                .isInstanceOf(RegistryException.class)
                .hasMessage("the tag list of web on " + registry.host()
                        + " was there a moment ago and is not found now, so nothing is added to it: try again, and check"
                        + " how the registry's storage is replicated");
        // what was read is never fresh enough, and is sent nevertheless in the end
        assertThat(changes).hasValue(11);
        assertThat(count("PUT")).isEqualTo(1);
    }

    @Tag("slow")
    @Test
    void aTagThatOthersChangeAllTheTimeIsGivenUp() throws Exception {
        System.setProperty(FRESH, "0");
        AtomicInteger changes = new AtomicInteger();

        assertThatThrownBy(() -> client.repository("web").change("list", false, current -> {
                    changes.incrementAndGet();
                    return Optional.of(list(1));
                }))
                .isInstanceOf(RegistryException.class)
                .hasMessage("the tag list of web on " + registry.host()
                        + " is changed by others all the time, so nothing could be added to it; try again");
        assertThat(changes).hasValue(20);
        assertThat(count("PUT")).isEqualTo(5);
    }

    @Test
    void whatWasReadTooLongAgoIsReadAgainBeforeItIsChanged() throws Exception {
        System.setProperty(FRESH, "300");

        client.repository("web").change("list", false, current -> {
            if (asked.get() == 0) {
                Thread.sleep(310);
            }
            return two(current);
        });

        assertThat(registry.requests()).startsWith("GET /v2/web/manifests/list", "GET /v2/web/manifests/list");
        assertThat(registry.manifest("web", "list")).isEqualTo(list(2).bytes());
    }

    @Test
    void aTagThatAReplicaDoesNotKnowYetIsLookedForAgain() throws Exception {
        stored(1);
        registry.fault("GET", "/manifests/", 5, exchange -> exchange.respond(404, "{}"));
        System.setProperty(SETTLED, "30");
        long start = System.nanoTime();

        change(true);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(6 * 30));
        assertThat(registry.manifest("web", "list")).isEqualTo(list(2).bytes());
        assertThat(asked).hasValue(3);
    }

    @Test
    void aTagThatIsGoneGetsNothing() {
        assertThatThrownBy(() -> change(true))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("the tag list of web on " + registry.host() + " was there a moment ago");
        assertThat(count("GET")).isEqualTo(6);
        assertThat(count("PUT")).isZero();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aTagThatNeedNotBeThereIsNotLookedForAgain() throws Exception {
        change(false);

        assertThat(registry.requests()).startsWith("GET /v2/web/manifests/list", "PUT /v2/web/manifests/list");
    }
}
