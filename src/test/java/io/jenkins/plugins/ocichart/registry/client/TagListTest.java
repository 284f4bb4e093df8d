package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagListTest {
    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    @BeforeEach
    void start() throws Exception {
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
    }

    private static void page(WireExchange exchange, String tags, String link) throws IOException {
        exchange.respond(
                200,
                link == null ? Map.of() : Map.of("Link", link),
                ("{\"name\":\"web\",\"tags\":" + tags + "}").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void pagesAreFollowed() throws Exception {
        registry.fault(
                "GET", "/tags/", 1, e -> page(e, "[\"1.0.0\"]", "</v2/web/tags/list?last=1.0.0&n=1>; rel=\"next\""));
        registry.fault("GET", "/tags/", 1, e -> page(e, "[\"" + e.query("last") + "-after\"]", null));
        assertThat(client.repository("web").tags()).containsExactly("1.0.0", "1.0.0-after");
    }

    @Test
    void aVisitorMayStop() throws Exception {
        registry.always(
                "GET", "/tags/", e -> page(e, "[\"1.0.0\"]", "<?last=" + System.nanoTime() + ">; rel=\"next\""));
        List<String> seen = new ArrayList<>();
        client.repository("web").tags(tags -> seen.addAll(tags) && seen.size() < 3);
        assertThat(seen).hasSize(3);
        assertThat(registry.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "\"x\"", "[null, 1, \"sha256:abc\", \"a b\", \"\", [\"x\"]]"})
    void whatIsNoTagIsLeftOut(String tags) throws Exception {
        registry.always("GET", "/tags/", e -> page(e, tags, null));
        assertThat(client.repository("web").tags()).isEmpty();
    }

    @Test
    void pagesThatLinkToEachOtherEnd() {
        AtomicInteger number = new AtomicInteger();
        registry.always(
                "GET", "/tags/", e -> page(e, "[]", "<?page=" + number.incrementAndGet() % 3 + ">; rel=\"next\""));
        assertThatThrownBy(() -> client.repository("web").tags())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("does not end");
        assertThat(registry.requests()).hasSizeLessThan(6);
    }

    @Test
    void aPageMayBeNoLargerThanAnHonestOne() {
        registry.always("GET", "/tags/", e -> page(e, "[\"" + "x".repeat(5 << 20) + "\"]", null));
        assertThatThrownBy(() -> client.repository("web").tags())
                .isInstanceOf(ConnectionException.class)
                .hasMessageContaining(registry.host())
                .hasMessageContaining("larger than 4194304 bytes");
    }

    @Test
    void aListWithoutAnEndIsCutOff() {
        AtomicInteger number = new AtomicInteger();
        String tags = "[" + "\"1.0.0\",".repeat(200_000) + "\"1.0.0\"]";
        registry.always("GET", "/tags/", e -> page(e, tags, "<?page=" + number.incrementAndGet() + ">; rel=next"));
        assertThatThrownBy(() -> client.repository("web").tags(page -> true))
                .isInstanceOf(RegistryException.class)
                .hasMessage("the tag list of web on " + registry.host() + " has more than a million tags");
        assertThat(number).hasValue(5);
    }

    @Test
    void aListThatIsCompressedOnTheWayIsRefused() {
        registry.always("GET", "/tags/", e -> e.respond(200, Map.of("Content-Encoding", "gzip"), new byte[10]));
        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessageContaining(registry.host())
                .hasMessageContaining("compressed");
    }

    @Test
    void pagesOnAnotherHostAreNotFollowed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (WireServer other = WireServer.start(e -> {
            requests.incrementAndGet();
            page(e, "[\"evil\"]", null);
        })) {
            registry.always(
                    "GET", "/tags/", e -> page(e, "[]", "<" + other.url() + "/v2/web/tags/list>; rel=\"next\""));
            assertThatThrownBy(() -> client.repository("web").tags())
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("another host");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void aListThatIsNotJsonIsNamed() {
        registry.always("GET", "/tags/", e -> e.respond(200, "<html>"));
        assertThatThrownBy(() -> client.repository("web").tags())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("the tag list of web on " + registry.host() + " is not JSON");
    }
}
