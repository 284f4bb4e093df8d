package io.jenkins.plugins.ocichart.operation.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.simulator.RecordedRekor;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the answers of a real log, and with those of what isn't one; {@code RekorTest} has the real one. */
class RekorLogTest {
    private static final String UUID =
            "6f00abaf31ceed329206473f680fcb35cafea1dbfef89546391adee6edc6d33152cfffbe67f5c5b7";
    private static final String TREE = "7998581707153272114";
    private static final Digest ARCHIVE = Digest.sha256(RecordedRekor.file("web-1.2.3.tgz"));
    private static final String SEARCH = "/api/v1/index/retrieve";
    private static final String ENTRIES = "/api/v1/log/entries";

    @Started
    private RecordedRekor log;

    private WireServer server;

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static RekorAccess access(String url, boolean asksForKey) {
        return new RekorAccess(URI.create(url), ConnectionSettings.DEFAULT, asksForKey);
    }

    private List<FoundEntry> find(String url, boolean asksForKey) throws Exception {
        return new FindLogEntries(ARCHIVE, access(url, asksForKey)).run(directory, line -> {});
    }

    private AddedEntry add(String url, byte[] proposal) throws Exception {
        return new AddLogEntry(proposal, access(url, false)).run(directory, line -> {});
    }

    /** The part of a proposal that the recorded log looks at. */
    private static byte[] proposal(String provenance) {
        return ("{\"spec\":{\"chart\":{\"provenance\":{\"content\":\""
                        + Base64.getEncoder().encodeToString(RecordedRekor.file(provenance)) + "\"}}}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A server that answers everything like this. */
    private String answering(int status, String text, Map<String, String> headers) {
        server = WireServer.start(exchange -> exchange.respond(status, headers, text.getBytes(StandardCharsets.UTF_8)));
        return server.url();
    }

    /** A log that has these entries, each of which is its own name, and a key for each tree. */
    private String withEntries(String... uuids) {
        server = WireServer.start(exchange -> {
            asked.add(exchange.method() + " " + exchange.target());
            if (exchange.path().equals(SEARCH)) {
                exchange.respond(200, Stream.of(uuids).collect(Collectors.joining("\",\"", "[\"", "\"]")));
            } else if (exchange.path().startsWith(ENTRIES)) {
                exchange.respond(200, exchange.path().substring(ENTRIES.length() + 1));
            } else {
                exchange.respond(200, "key of " + exchange.query("treeID"));
            }
        });
        return server.url();
    }

    @Test
    void findsTheEntryOfAnArchive() throws Exception {
        log.withChart();

        assertThat(find(log.url(), false)).singleElement().satisfies(entry -> {
            assertThat(entry.uuid()).isEqualTo(UUID);
            assertThat(entry.answer()).isEqualTo(RecordedRekor.file("entry.json"));
            assertThat(entry.logKey()).isNull();
        });
        assertThat(log.asked())
                .containsExactly("POST " + SEARCH + " {\"hash\":\"" + ARCHIVE + "\"}", "GET " + ENTRIES + "/" + UUID);
    }

    @Test
    void findsNothingOfAnArchiveThatIsNotThere() throws Exception {
        assertThat(find(log.url(), true)).isEmpty();
        assertThat(log.asked()).hasSize(1);
    }

    @Test
    void asksForTheKeyOfTheEntrysTree() throws Exception {
        log.withChart();

        assertThat(find(log.url(), true)).extracting(FoundEntry::logKey).containsExactly(RecordedRekor.text("log.pub"));
        assertThat(log.asked()).last().isEqualTo("GET /api/v1/log/publicKey?treeID=" + TREE);
    }

    @Test
    void asksForTheKeyOfEachTreeOnce() throws Exception {
        String one = "0".repeat(15) + "1" + "a".repeat(64);
        String another = "0".repeat(15) + "1" + "b".repeat(64);
        String newer = "0".repeat(14) + "10" + "c".repeat(64);
        String ofNoTree = "d".repeat(64);

        assertThat(find(withEntries(one, another, newer, ofNoTree), true))
                .extracting(FoundEntry::logKey)
                .containsExactly("key of 1", "key of 1", "key of 16", "key of null");
        assertThat(asked.stream().filter(request -> request.contains("publicKey")))
                .containsExactly(
                        "GET /api/v1/log/publicKey?treeID=1",
                        "GET /api/v1/log/publicKey?treeID=16",
                        "GET /api/v1/log/publicKey");
    }

    @Test
    void readsAnEntryOnceHoweverOftenItIsListed() throws Exception {
        String one = "1".repeat(64);
        String other = "0".repeat(64);

        assertThat(find(withEntries(one, other, one), false))
                .extracting(FoundEntry::uuid)
                .containsExactly(one, other);
    }

    @Test
    void readsAtMostAHundredEntries() throws Exception {
        String[] uuids = Stream.iterate(0, i -> i + 1)
                .limit(101)
                .map(i -> String.format("%064x", i))
                .toArray(String[]::new);
        assertThat(find(withEntries(List.of(uuids).subList(1, 101).toArray(String[]::new)), false))
                .hasSize(100);
        server.close();
        String url = withEntries(uuids);

        assertThatThrownBy(() -> find(url, false))
                .hasMessage("the log " + url + " has 101 entries for " + ARCHIVE
                        + "; more than 100 are not looked through");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"../../publicKey\"]",
                "[\"%1$s0\"]",
                "[\"0%1$s\"]",
                "[\"0000000000000000000000000000000000000000000000000000000000000000000000000\"]",
                "[7]"
            })
    void asksForNothingThatIsNoEntrysName(String answer) {
        String url = answering(200, answer.formatted("0".repeat(64)), Map.of());

        assertThatThrownBy(() -> find(url, false))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("cannot search the log " + url + ": it returned what is no entry's name");
    }

    @Test
    void aWebPageIsNoAnswer() {
        String url = answering(200, "<html>", Map.of());

        assertThatThrownBy(() -> find(url, false))
                .hasMessageStartingWith("cannot search the log " + url + ": its answer is not JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "400, '{\"code\":400,\"message\":\"no such hash\"}', 'HTTP 400, no such hash'",
        "403, '', HTTP 403",
        "302, '', HTTP 302",
        "404, '', HTTP 404; check that it is the address of a Rekor log of version 1",
        "404, gone, 'HTTP 404, gone; check that it is the address of a Rekor log of version 1'"
    })
    void aRefusalIsQuoted(int status, String text, String said) {
        String url = answering(status, text, Map.of("Location", "/api/v1/log/entries/" + "0".repeat(64)));

        assertThatThrownBy(() -> find(url, false))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("cannot search the log " + url + ": " + said);
        assertThatThrownBy(() -> add(url, new byte[0])).hasMessage("cannot add to the log " + url + ": " + said);
    }

    @Test
    void anEntryOrAKeyThatCannotBeReadIsAFailure() {
        log.withChart().changing(text -> text.startsWith("[") ? "[\"" + "0".repeat(64) + "\"]" : text);

        assertThatThrownBy(() -> find(log.url(), false))
                .hasMessageStartingWith("cannot read the log " + log.url() + ": HTTP 404");
    }

    @Test
    void addsAnEntryThatIsNew() throws Exception {
        byte[] proposal = proposal("web-1.2.3.tgz.prov");

        AddedEntry added = add(log.url(), proposal);

        assertThat(added.created()).isTrue();
        assertThat(added.entry().uuid()).isEqualTo(UUID);
        assertThat(added.entry().answer()).isEqualTo(RecordedRekor.file("entry.json"));
        assertThat(log.asked())
                .containsExactly(
                        "POST " + ENTRIES + " " + new String(proposal, StandardCharsets.UTF_8),
                        "GET " + ENTRIES + "/" + UUID);
    }

    @Test
    void anEntryThatIsThereAlreadyIsNotNew() throws Exception {
        log.withChart();

        AddedEntry added = add(log.url(), proposal("web-1.2.3.tgz.prov"));

        assertThat(added.created()).isFalse();
        assertThat(added.entry().uuid()).isEqualTo(UUID);
    }

    @Test
    void saysWhatTheLogRefuses() {
        assertThatThrownBy(() -> add(log.url(), proposal("again.prov")))
                .hasMessage("cannot add to the log " + log.url()
                        + ": HTTP 400, error processing entry: openpgp: signature" + " made by unknown entity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/log/publicKey", "/api/v1/log/entries/", "/api/v1/log/entries/%1$s/..", ""})
    void aLogThatDoesNotSayWhereTheEntryIsIsNotBelieved(String location) {
        Map<String, String> headers =
                location.isEmpty() ? Map.of() : Map.of("Location", location.formatted("0".repeat(64)));
        String url = answering(201, "{}", headers);

        assertThatThrownBy(() -> add(url, new byte[0]))
                .hasMessage("the log " + url + " doesn't say where the entry is");
    }

    @Test
    void requestsSayWhatTheyHaveAndWant() throws Exception {
        List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
        server = WireServer.start(exchange -> {
            headers.add(exchange.headers());
            exchange.respond(200, exchange.path().equals(SEARCH) ? "[\"" + UUID + "\"]" : "{}");
        });

        find(server.url(), true);

        assertThat(headers).extracting(h -> h.get("content-type")).containsExactly("application/json", null, null);
        assertThat(headers)
                .extracting(h -> h.get("accept"))
                .containsExactly("application/json", "application/json", "application/x-pem-file");
    }

    @Test
    void filesAreBelowTheDirectory() {
        RekorAccess access = new RekorAccess(
                URI.create("https://rekor.example.com"),
                new ConnectionSettings(false, false, "ca.pem", null, null),
                false);

        assertThatThrownBy(() -> new FindLogEntries(ARCHIVE, access).run(directory, line -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.resolve("ca.pem").toString());
    }
}
