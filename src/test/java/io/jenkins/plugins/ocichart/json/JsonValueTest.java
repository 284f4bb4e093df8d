package io.jenkins.plugins.ocichart.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
    private static final String RICH =
            "{\"a\":{\"b\":[1,-2.5e3,\"x\\u00e9\\n\uD83D\uDE00\",true,false,null,[],{}]},\"\":\"\\\"\\\\\\/\", \"a\" :\t[{\"c\":{}}]\r\n}";

    @SuppressWarnings("unused") // the field source of a parameterized test
    static final List<String> DOCUMENTS = List.of(
            RICH,
            "null",
            "true",
            " 1 ",
            "\"\"",
            "[]",
            "{}",
            "[[[]],{\"a\":[{}]}]",
            "{\"z\":1,\"a\":2,\"m\":3}",
            "{\"a\":1,\"b\":2,\"a\":{\"c\":3},\"a\":4}",
            "[0,-1,2147483648,-9223372036854775809,123456789012345678901234567890]",
            "[\"\\u0000\\u001f\\u007f\\u2028\\ud800\",\"\\b\\f\\n\\r\\t\\/\"]",
            "\uFEFF{\"byte order\":\"mark\"}",
            "",
            " \r\n\t",
            "secret",
            "{secret}",
            "{'a':1}",
            "{\"a\" 1}",
            "{\"a\":1,}",
            "{\"a\":1 \"b\":2}",
            "[1,]",
            "[1 2]",
            "[,1]",
            "]",
            "}",
            "[}",
            "{]",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "NaN",
            "[Infinity]",
            "nul",
            "nulll",
            "\"a\nb\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"no end",
            "/* comment */ 1",
            "# comment\n1",
            "1 2",
            "{} {}",
            "{}{",
            "{}\n  \"x\"",
            "{} secret",
            "null null",
            "{\"a\":1}}",
            "[1]]",
            "1" + "0".repeat(999),
            "1" + "0".repeat(1000),
            "[".repeat(1000) + "]".repeat(1000),
            "[".repeat(1001) + "]".repeat(1001));

    private static JsonValue parse(String document) throws IOException {
        return JsonValue.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @FieldSource("DOCUMENTS")
    void aDocumentIsReadOrRefusedAsByThePeer(String document) throws Exception {
        JsonPeer.requireSameValue(document.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whereverADocumentIsCutOffItIsReadOrRefusedAsByThePeer() throws Exception {
        byte[] document = RICH.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < document.length; length++) {
            JsonPeer.requireSameValue(Arrays.copyOf(document, length));
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, '"', '\\', '{', '}', '[', ']', ',', ':', '-', '1', 'n', ' ', (byte) 0x80, (byte) 0xc3, -1})
    void whateverIsInItADocumentIsReadOrRefusedAsByThePeer(byte odd) throws Exception {
        for (int i = 0; i < RICH.getBytes(StandardCharsets.UTF_8).length; i++) {
            byte[] document = RICH.getBytes(StandardCharsets.UTF_8);
            document[i] = odd;
            JsonPeer.requireSameValue(document);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void unicodesEncodingsAreToldApart(Charset encoding) throws Exception {
        assertThat(JsonValue.parse("{\"a\":\"é\"}".getBytes(encoding))
                        .member("a")
                        .asString(""))
                .isEqualTo("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "1", "\"a\"", ""})
    void whatIsNotThereIsMissing(String document) throws Exception {
        assertThat(parse(document).member("a").element(0).member("b")).isSameAs(JsonValue.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.50", "-0", "0.0", "-2.5e3", "1E+400", "123456789012345678901234567890.10"})
    void aNumberKeepsItsLiteral(String literal) throws Exception {
        assertThat(parse(literal).asString("")).isEqualTo(literal);
        assertThat(parse("[" + literal + "]").toJson()).isEqualTo("[" + literal + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "3600",
        "-1",
        "9223372036854775807",
        "0.9",
        "3.6e3",
        "1e400",
        "'\"3600\"'",
        "'\" 3600 \"'",
        "'\"+3600\"'",
        "'\"3600.9\"'",
        "'\"9223372036854775808\"'",
        "'\"one hour\"'",
        "'\"\"'",
        "null",
        "[3600]",
        "{}",
        "''"
    })
    void aNumberIsReadWithoutItsFractionAsByThePeer(String document) throws Exception {
        assertThat(parse(document).asLong(60))
                .isEqualTo(JsonPeer.MAPPER.readTree(document).asLong(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "18446744073709551716"})
    void anIntegerBeyond64BitsIsNoNumberForAnybody(String document) throws Exception {
        assertThat(parse(document).asLong(60)).isEqualTo(60);
    }

    @Test
    void whatIsWrittenIsWhatThePeerWrites() throws Exception {
        JsonValue value = JsonValue.EMPTY_OBJECT
                .with("text", "\"\\/\u0000\u001f\u007f\u2028é\uD83D\uDE00")
                .with("number", Long.MIN_VALUE)
                .with("values", parse(RICH.replace("-2.5e3", "-2.5")));

        assertThat(value.toJson())
                .isEqualTo(JsonPeer.MAPPER.readTree(value.toJson()).toString());
    }

    @Test
    void aMissingValueIsWrittenAsNull() {
        assertThat(JsonValue.MISSING.toJson()).isEqualTo("null");
    }

    @Test
    void asDeepAsIsReadIsWritten() throws Exception {
        String deepest = "{\"a\":".repeat(Json.MAX_DEPTH) + "1" + "}".repeat(Json.MAX_DEPTH);
        assertThat(parse(deepest).toJson()).isEqualTo(deepest);
    }

    @Test
    void aMemberTakesThePlaceOfOneWithTheSameName() throws Exception {
        assertThat(parse("{\"a\":1,\"b\":2}").with("c", "x").with("a", "y").toJson())
                .isEqualTo("{\"a\":\"y\",\"b\":2,\"c\":\"x\"}");
    }

    @Test
    void membersAreTakenOutByName() throws Exception {
        assertThat(parse("{\"a\":1,\"b\":2,\"c\":3}")
                        .without(List.of("a", "c", "x"))
                        .toJson())
                .isEqualTo("{\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[1]", "\"x\""})
    void whatIsNoObjectBecomesOneByItsFirstMember(String document) throws Exception {
        assertThat(parse(document).with("a", 1).toJson()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aValueNeverChanges() throws Exception {
        JsonValue value = parse("{\"a\":[1]}");

        value.with("a", "x").without(List.of("a"));

        assertThat(value.toJson()).isEqualTo("{\"a\":[1]}");
        assertThatThrownBy(() -> value.members().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> value.member("a").elements().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void noContentIsShown() throws Exception {
        assertThat(parse("{\"hush\":\"hush\"}")).hasToString("JsonValue[OBJECT]");
        assertThat(parse("\"hush\"")).hasToString("JsonValue[STRING]");
    }

    /** All that a log would show of it, with the causes. */
    private static String shown(Throwable problem) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        problem.printStackTrace(new PrintStream(text, true, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    static Stream<String> documentsWithASecret() {
        return Stream.of(
                "%s",
                "{%s}",
                "[1,%s",
                "{\"a\":\"%s",
                "{\"a\":\"%s\n\"}",
                "{\"%s\"}",
                "{\"a\":\"%s\"",
                "1%s",
                "-%s",
                "\"\\%s\"",
                "\"\\u%s\"",
                "\"%s\" %s",
                "{} \"%s\"",
                "{} %s",
                "true%s",
                "null%s",
                "{\"a\":\"%s\"}]",
                "'%s'",
                "//%s",
                "[".repeat(1001) + "\"%s\"");
    }

    @ParameterizedTest
    @MethodSource("documentsWithASecret")
    void noExceptionQuotesADocument(String document) {
        String secret = "hush-hush";
        assertThatThrownBy(() -> parse(document.replace("%s", secret)))
                .isInstanceOf(IOException.class)
                .extracting(JsonValueTest::shown)
                .asString()
                .doesNotContain("hus");
    }

    @Test
    void whereADocumentIsWrongIsSaid() {
        assertThatThrownBy(() -> parse("{\n  \"a\": hush\n}"))
                .isInstanceOfSatisfying(
                        IOException.class, e -> assertThat(Json.cause(e)).isEqualTo("error at line 2, column 8"));
    }
}
