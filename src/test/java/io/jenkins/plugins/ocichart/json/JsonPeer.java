package io.jenkins.plugins.ocichart.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** jackson-databind, which agents don't have: what it reads as a tree, and refuses, is what has to be read and refused. */
final class JsonPeer {
    /** It too reads no further than the beginning of a token that is none: what it doesn't quote can't be wrong as well. */
    static final JsonMapper MAPPER = JsonMapper.builder(new JsonFactoryBuilder()
                    .errorReportConfiguration(ErrorReportConfiguration.builder()
                            .maxErrorTokenLength(0)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonPeer() {}

    /** Fails unless a document is read as the same value, which is written as the same document, or refused for the same cause. */
    static void requireSameValue(byte[] document) throws IOException {
        JsonNode expected;
        try {
            expected = MAPPER.readTree(document);
        } catch (IOException refusal) {
            requireSameRefusal(refusal, catchThrowable(() -> JsonValue.parse(document)), document);
            return;
        }
        JsonValue value = JsonValue.parse(document);
        requireSame(value, expected, text(document));
        if (!expected.isMissingNode()) {
            assertThat(MAPPER.readTree(value.toJson())).as(text(document)).isEqualTo(expected);
        }
    }

    /** Fails unless a page of a tag list is read as the same tags, or refused for the same cause. */
    static void requireSameTags(byte[] page) throws IOException {
        List<String> expected = new ArrayList<>();
        try {
            JsonNode tags = MAPPER.readTree(page).path("tags");
            if (tags.isArray()) {
                tags.forEach(tag -> {
                    if (tag.isTextual()) {
                        expected.add(tag.textValue());
                    }
                });
            }
        } catch (IOException refusal) {
            // where the document arrives in pieces, places are counted a little differently
            assertThatThrownBy(() -> tags(page, 3)).as(text(page)).isInstanceOf(JacksonException.class);
            return;
        }
        assertThat(tags(page, 3)).as(text(page)).isEqualTo(expected);
    }

    /** The tags of a page that arrives in pieces. */
    static List<String> tags(byte[] page, int length) throws IOException {
        JsonStrings strings = new JsonStrings("tags", text -> true);
        for (int start = 0; start < page.length; start += length) {
            strings.feed(Arrays.copyOfRange(page, start, Math.min(start + length, page.length)));
        }
        return strings.end();
    }

    private static void requireSameRefusal(IOException expected, Throwable actual, byte[] document) {
        assertThat(actual)
                .as(text(document))
                .isInstanceOfSatisfying(
                        IOException.class, e -> assertThat(Json.cause(e)).isEqualTo(Json.cause(expected)));
        assertThat(actual instanceof JacksonException).isEqualTo(expected instanceof JacksonException);
    }

    private static void requireSame(JsonValue value, JsonNode expected, String where) {
        assertThat(value.kind().name())
                .as(where)
                .isEqualTo(expected.getNodeType().name());
        assertThat(value.isPresent()).as(where).isEqualTo(!expected.isMissingNode() && !expected.isNull());
        assertThat(value.isInteger()).as(where).isEqualTo(expected.isIntegralNumber());
        if (expected.isIntegralNumber()) { // the literal of 0 may be -0
            assertThat(new BigInteger(value.asString("absent"))).as(where).isEqualTo(expected.bigIntegerValue());
        } else if (!expected.isNumber()) { // of others the peer keeps a double
            assertThat(value.asString("absent")).as(where).isEqualTo(expected.asText("absent"));
        }
        List<String> names = new ArrayList<>();
        expected.fieldNames().forEachRemaining(names::add);
        assertThat(value.members().keySet()).as(where).containsExactlyElementsOf(names);
        for (String name : names) {
            requireSame(value.member(name), expected.path(name), where + " > " + name);
        }
        assertThat(value.elements()).as(where).hasSize(expected.isArray() ? expected.size() : 0);
        for (int i = 0; i < value.elements().size(); i++) {
            requireSame(value.element(i), expected.path(i), where + " > " + i);
        }
    }

    private static String text(byte[] document) {
        return new String(document, StandardCharsets.UTF_8);
    }
}
