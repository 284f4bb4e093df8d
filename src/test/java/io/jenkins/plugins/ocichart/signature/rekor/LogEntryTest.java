package io.jenkins.plugins.ocichart.signature.rekor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jenkins.plugins.ocichart.signature.cosign.PublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries of the two public logs, as their servers returned them (recorded in the tests of sigstore-java). */
class LogEntryTest {
    private static final String STAGING = "ac3650aee1c1b3821211cf07067c1a118d0a7f86867bbb1df340cb8fc9c221af";
    private static final String PUBLIC =
            "362f8ecba72f43267ccec0af2bdf601a4772c3af6859215d8049583bba5a3f11bf99573109ba7b2a";

    @ParameterizedTest
    @CsvSource({
        STAGING + ", staging-hashedrekord.json, staging.pub, 1688, 2022-06-28T20:28:51Z",
        PUBLIC + ", public-jar.json, public.pub, 3120029, 2022-08-05T17:18:47Z"
    })
    void verifiesEntriesOfRealLogs(String uuid, String file, String key, long index, String time) throws IOException {
        LogEntry entry = LogEntry.parse(uuid, resource(file));
        entry.verify(key(key));
        assertThat(entry.index()).isEqualTo(index);
        assertThat(entry.time()).isEqualTo(Instant.parse(time));
        assertThat(entry.uuid()).isEqualTo(uuid);
    }

    @Test
    void knowsAnEntryByItsHashAlone() throws IOException {
        LogEntry entry = LogEntry.parse(PUBLIC.substring(16), resource("public-jar.json"));
        entry.verify(key("public.pub"));
        assertThat(entry.uuid()).isEqualTo(PUBLIC);
    }

    static List<Arguments> tampered() {
        return List.of(
                changed("body", "\"body\":\"eyJhcGl", "\"body\":\"eyJhcGm", "its body is not the one that was logged"),
                changed("time", "1659719927", "1659719926", "its signed entry timestamp isn't by the log's key"),
                changed(
                        "number in the log",
                        "\"logIndex\":3120029,\"verification\"",
                        "\"logIndex\":3120028,\"verification\"",
                        "its signed entry timestamp isn't by the log's key"),
                changed(
                        "timestamp",
                        "MEUCIQCGF3BaJ",
                        "MEUCIQCGF3BaK",
                        "its signed entry timestamp isn't by the log's key"),
                changed(
                        "timestamp that is no signature",
                        "MEUCIQCGF3BaJhh",
                        "AEUCIQCGF3BaJhh",
                        "its signed entry timestamp"),
                changed(
                        "no timestamp",
                        "\"signedEntryTimestamp\"",
                        "\"other\"",
                        "its signed entry timestamp is missing"),
                changed("log", "c0d23d6ad406", "c0d23d6ad407", "it is of the log with key sha256:c0d23d6ad407"),
                changed("hash of the proof", "6a5dbdc436b0", "6a5dbdc436b1", "its inclusion proof doesn't hold"),
                changed("hash near the root", "efb36cfc5470", "efb36cfc5471", "its inclusion proof doesn't hold"),
                changed(
                        "missing hash",
                        ",\"efb36cfc54705d8cd921a621a9389ffa03956b15d68bfabadac2b4853852079b\"",
                        "",
                        "its inclusion proof doesn't hold"),
                changed(
                        "additional hash",
                        "\"hashes\":[",
                        "\"hashes\":[\"" + "00".repeat(32) + "\",",
                        "its inclusion proof"),
                changed(
                        "number in the tree",
                        "\"logIndex\":3120029,\"rootHash\"",
                        "\"logIndex\":3120028,\"rootHash\"",
                        "its inclusion proof doesn't hold"),
                changed(
                        "number behind the tree's end",
                        "\"logIndex\":3120029,\"rootHash\"",
                        "\"logIndex\":4163431,\"rootHash\"",
                        "its inclusion proof doesn't hold"),
                changed("root", "\"rootHash\":\"4d00", "\"rootHash\":\"4d01", "its inclusion proof doesn't hold"),
                changed(
                        "size of the tree",
                        "\"treeSize\":4163431",
                        "\"treeSize\":4163432",
                        "its checkpoint is of another tree"),
                changed(
                        "size in the checkpoint",
                        "\\n4163431\\n",
                        "\\n4163430\\n",
                        "its checkpoint is of another tree"),
                changed("root in the checkpoint", "\\nTQBq", "\\nTQBr", "its checkpoint is of another tree"),
                changed(
                        "name in the checkpoint",
                        "sigstore.dev - 3904",
                        "sigstore.dev - 3905",
                        "its checkpoint isn't signed"),
                changed(
                        "signature of the checkpoint",
                        "wNI9ajBEAiB1Z6e1",
                        "wNI9ajBEAiB1Z6e2",
                        "its checkpoint isn't signed"),
                changed("signer of the checkpoint", "wNI9ajBE", "wNI9bjBE", "its checkpoint isn't signed"),
                changed("no checkpoint", "\"checkpoint\"", "\"other\"", "its inclusion proof has no checkpoint"),
                changed("no proof", "\"inclusionProof\"", "\"other\"", "its inclusion proof has no root hash"));
    }

    private static Arguments changed(String what, String from, String to, String problem) {
        UnaryOperator<String> change = text -> {
            assertThat(text).contains(from);
            return text.replace(from, to);
        };
        return Arguments.of(what, change, problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampered")
    void refusesATamperedEntry(String what, UnaryOperator<String> change, String problem) throws IOException {
        String answer = change.apply(new String(resource("public-jar.json"), StandardCharsets.UTF_8));
        PublicKey key = key("public.pub");
        assertThatIOException()
                .isThrownBy(() -> LogEntry.parse(PUBLIC, answer.getBytes(StandardCharsets.UTF_8))
                        .verify(key))
                .withMessageStartingWith(problem);
    }

    @Test
    void refusesAnEntryOfAnotherLog() throws IOException {
        LogEntry entry = LogEntry.parse(PUBLIC, resource("public-jar.json"));
        assertThatIOException()
                .isThrownBy(() -> entry.verify(key("staging.pub")))
                .withMessageStartingWith("it is of the log with key sha256:c0d23d6a");
    }

    @Test
    void refusesAnotherEntryThanTheOneAskedFor() {
        assertThatIOException()
                .isThrownBy(() -> LogEntry.parse(STAGING, resource("public-jar.json")))
                .withMessage("the log returned another entry, " + PUBLIC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html>                  | it is not JSON: error at line 1, column 1",
                "{}                      | the log returned 0 entries instead of this one",
                "{\"a\":{},\"b\":{}}     | the log returned 2 entries instead of this one",
                "{\"" + STAGING + "\":1} | its body is missing",
                "{\"" + STAGING + "\":{\"body\":\"?\"}} | its body is not base64",
                "{\"" + STAGING
                        + "\":{\"body\":\"AA==\",\"integratedTime\":1e9}} | it has no integratedTime as an entry of a Rekor log has",
                "{\"" + STAGING
                        + "\":{\"body\":\"AA==\",\"integratedTime\":99999999999999,\"logIndex\":1,\"logID\":\"x\","
                        + "\"verification\":{\"signedEntryTimestamp\":\"AA==\"}}} | it is no entry of a Rekor log"
            })
    void refusesWhatIsNoEntry(String answer, String problem) {
        assertThatIOException()
                .isThrownBy(() -> LogEntry.parse(STAGING, answer.getBytes(StandardCharsets.UTF_8)))
                .withMessage(problem);
    }

    @Test
    void tellsTypesApart() throws IOException {
        LogEntry entry = LogEntry.parse(PUBLIC, resource("public-jar.json"));
        assertThatIOException()
                .isThrownBy(() -> HelmEntry.of(entry))
                .withMessage("it is of the type 'jar 0.0.1', not 'helm 0.0.1', which a chart's entry has");
    }

    private static PublicKey key(String file) throws IOException {
        return PublicKey.parse(new String(resource(file), StandardCharsets.UTF_8));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LogEntryTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
