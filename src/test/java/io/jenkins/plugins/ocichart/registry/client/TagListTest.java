package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    void aListOfAHundredThousandTagsInOnePageIsRead() throws Exception {
        String manifests = "{\"sha256:x\":{\"imageSizeBytes\":\"12345678\",\"tag\":[\"1.0.0\"]}}";
        String tags = IntStream.range(0, 110_000)
                .mapToObj(i -> "\"1.0." + i + "-a-long-suffix-of-a-nightly-build\"")
                .collect(Collectors.joining(","));
        registry.always(
                "GET",
                "/tags/",
                e -> e.respond(200, "{\"manifest\":" + manifests + ",\"name\":\"web\",\"tags\":[" + tags + "]}"));

        assertThat(client.repository("web").tags()).hasSize(110_000);
    }

    @Test
    void aPageOfMoreTagsThanAnyRegistryHasIsCutOff() {
        registry.always("GET", "/tags/", e -> {
            e.raw().write("HTTP/1.1 200 OK\r\n\r\n{\"tags\":[\"1\"".getBytes(StandardCharsets.UTF_8));
            while (true) {
                e.raw().write(",\"1.0.0\"".repeat(1000).getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessage("the tag list of web on " + registry.host()
                        + " has a page of more than 300,000 tags or 256 MiB");
    }

    @Test
    void aPageThatBreaksOffIsAskedForAgain() throws Exception {
        byte[] page = "{\"name\":\"web\",\"tags\":[\"1.0.0\",\"2.0.0\"]}".getBytes(StandardCharsets.UTF_8);
        registry.fault("GET", "/tags/", 2, SimulatedRegistry.cut(page, 30));
        registry.always("GET", "/tags/", e -> page(e, "[\"1.0.0\",\"2.0.0\"]", null));

        assertThat(client.repository("web").tags()).containsExactly("1.0.0", "2.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<https://127.0.0.1:443/v2/web/tags/list?last=1>; rel=\"next\"",
                "<http://127.0.0.1:1/v2/web/tags/list?last=1>; rel=\"next\"",
                "<http://localhost:5000/v2/web/tags/list?last=1>; rel=\"next\"",
                "</v2/web/tags/list?last=1>",
                "/v2/web/tags/list?last=1; rel=\"next\""
            })
    void theNextPageIsAskedOfTheRegistryHoweverItIsNamed(String link) throws Exception {
        registry.fault("GET", "/tags/", 1, e -> page(e, "[\"1\"]", link));
        registry.always("GET", "/tags/", e -> page(e, "[\"after-" + e.query("last") + "\"]", null));

        assertThat(client.repository("web").tags()).containsExactly("1", "after-1");
    }

    @Test
    void aLinkToNothingIsNamed() {
        registry.always("GET", "/tags/", e -> page(e, "[]", "<>; rel=\"next\""));
        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessage("the tag list of web on " + registry.host() + " goes on at no usable address (Link): ''");
    }

    @Test
    void aLinkOfHundredsOfKilobytesIsRefused() {
        AtomicInteger number = new AtomicInteger();
        registry.always(
                "GET",
                "/tags/",
                e -> page(e, "[]", "<?x=" + "x".repeat(20_000) + number.incrementAndGet() + ">; rel=\"next\""));
        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessage("the tag list of web on " + registry.host()
                        + " names its next page in more than 8192 characters (Link)");
        assertThat(number).hasValue(1);
    }

    @Test
    void aWebPageInPlaceOfTheListIsNamedWithItsTitleAndAddress() {
        registry.always(
                "GET",
                "/tags/",
                e -> e.respond(
                        200,
                        Map.of("Content-Type", "text/html; charset=utf-8"),
                        "<html><head><title>Sign in</title></head></html>".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessage(
                        registry.host() + " answered listing the tags of web with a web page (text/html, \"Sign in\","
                                + " from http://" + registry.host()
                                + "/v2/web/tags/list): check the registry's address, and whether"
                                + " a sign-in page or a proxy is in front of it");
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
                .hasMessageContaining("the tag list of web on " + registry.host() + " is not JSON")
                .hasMessageContaining("labelled Content-Encoding: gzip");
    }

    @Test
    void pagesOnAnotherHostAreNotFollowed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        registry.always("GET", "/tags/", e -> {
            requests.incrementAndGet();
            page(e, "[]", "<https://other.invalid/v2/web/tags/list?last=1>; rel=\"next\"");
        });
        assertThatThrownBy(() -> client.repository("web").tags())
                .isInstanceOf(RegistryException.class)
                .hasMessage("the tag list of web on " + registry.host()
                        + " goes on at https://other.invalid, which is another"
                        + " host; not followed. Set the registry's own base URL (external URL, or X-Forwarded-Host and"
                        + " X-Forwarded-Proto of its proxy) to http://" + registry.host());
        assertThat(requests).hasValue(1);
    }

    @Test
    void aListThatIsNotJsonIsNamed() {
        registry.always("GET", "/tags/", e -> e.respond(200, "<html>"));
        assertThatThrownBy(() -> client.repository("web").tags())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("the tag list of web on " + registry.host() + " is not JSON");
    }

    @Test
    void pagesMayLinkWithoutAQuery() throws Exception {
        registry.fault("GET", "/tags/", 1, e -> page(e, "[\"1\"]", "</v2/web/tags/list/2>; rel=\"next\""));
        registry.always("GET", "/tags/list/2", e -> page(e, "[\"2\"]", null));

        assertThat(client.repository("web").tags()).containsExactly("1", "2");
        assertThat(registry.requests()).last().isEqualTo("GET /v2/web/tags/list/2");
    }

    @Test
    void aLinkOfAnotherSchemeIsNoUsableAddress() {
        registry.always("GET", "/tags/", e -> page(e, "[]", "<ftp://secret/v2/web/tags/list?last=1>; rel=\"next\""));

        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessage("the tag list of web on " + registry.host()
                        + " goes on at no usable address (Link): 'ftp://****/v2/web/tags/list?last=1'");
        assertThat(registry.requests()).hasSize(1);
    }

    @Test
    void aPageThatAlwaysBreaksOffIsAskedForAsOftenAsAnythingElse() {
        byte[] page = "{\"name\":\"web\",\"tags\":[\"1.0.0\",\"2.0.0\"]}".getBytes(StandardCharsets.UTF_8);
        registry.always("GET", "/tags/", SimulatedRegistry.cut(page, 30));

        assertThatThrownBy(() -> client.repository("web").tags()).isInstanceOf(ConnectionException.class);
        assertThat(registry.requests()).hasSize(4);
    }

    @Test
    void aPageThatNeverBeginsIsRepeatedByTheTransportOnly() {
        registry.always("GET", "/tags/", SimulatedRegistry.reset());

        assertThatThrownBy(() -> client.repository("web").tags()).isInstanceOf(ConnectionException.class);
        // four attempts, each of which the JDK may make twice
        assertThat(registry.requests()).hasSizeLessThanOrEqualTo(4 * 2);
    }

    @Test
    void aPageIsAskedForAgainAfterAWait() throws Exception {
        byte[] page = "{\"name\":\"web\",\"tags\":[\"1.0.0\",\"2.0.0\"]}".getBytes(StandardCharsets.UTF_8);
        registry.fault("GET", "/tags/", 1, SimulatedRegistry.cut(page, 30));
        registry.always("GET", "/tags/", e -> page(e, "[\"1.0.0\"]", null));
        RetryPolicy slow = new RetryPolicy(4, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(2));
        try (RegistryClient patient = RegistryClient.open(
                registry.host(), ConnectionSettings.DEFAULT, RegistryCredential.anonymous(), Fast.LIMITS, slow)) {
            long start = System.nanoTime();
            assertThat(patient.repository("web").tags()).containsExactly("1.0.0");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(265));
        }
    }

    @Test
    void aRepositoryThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> client.repository("web").tags())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(registry.host() + " has no web (404 NAME_UNKNOWN: ");
    }

    @Test
    void aPageThatIsLongAndNotJsonIsCutOffAfterAMegabyte() throws Exception {
        TagPage page = new TagPage();
        assertThat(page.hasBegun()).isFalse();
        page.begin(200, HttpHeaders.of(Map.of(), (name, value) -> true));
        assertThat(page.hasBegun()).isTrue();
        page.write(ByteBuffer.wrap("<html>".getBytes(StandardCharsets.UTF_8)));
        page.write(ByteBuffer.allocate(1024 * 1024 - 6));

        assertThatThrownBy(() -> page.write(ByteBuffer.allocate(1))).isInstanceOf(TagPage.RefusedException.class);
        assertThat(page.isTooLong()).isFalse();
        assertThatThrownBy(page::tags).isNotInstanceOf(TagPage.RefusedException.class);
        assertThat(page.head()).hasSize(4096).startsWith("<html>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPageOfThreeHundredThousandTagsIsTheLargest() throws Exception {
        TagPage page = new TagPage();
        page.write(
                ByteBuffer.wrap(("{\"tags\":[" + "\"1\",".repeat(299_999) + "\"1\"").getBytes(StandardCharsets.UTF_8)));
        assertThat(page.isTooLong()).isFalse();

        assertThatThrownBy(() -> page.write(ByteBuffer.wrap(",\"1\"".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(TagPage.RefusedException.class);
        assertThat(page.isTooLong()).isTrue();
    }

    @Test
    void theTagsOfAPageAreThoseOfAllItsPieces() throws Exception {
        TagPage page = new TagPage();
        for (String piece : List.of("{\"tags\":[\"1.", "0.0\",\"a b\",", "\"2\"]}")) {
            page.write(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(page.tags()).containsExactly("1.0.0", "2");
        assertThat(new String(page.head(), StandardCharsets.UTF_8)).isEqualTo("{\"tags\":[\"1.0.0\",\"a b\",\"2\"]}");
    }

    @Test
    void pagesAtAnotherAddressAreNotFollowed() {
        registry.always("GET", "/tags/", e -> page(e, "[]", "<http://127.0.0.2/v2/web/tags/list?last=1>; rel=next"));

        assertThatThrownBy(() -> client.repository("web").tags())
                .hasMessageContaining(" goes on at http://127.0.0.2, which is another host; not followed");
        assertThat(registry.requests()).hasSize(1);
    }
}
