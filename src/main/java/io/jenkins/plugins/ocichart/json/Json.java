package io.jenkins.plugins.ocichart.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How this package reads and writes JSON: token by token with jackson-core. Agents fetch the classes they run from the controller,
 * and jackson-databind would be most of them.
 */
public final class Json {
    /** How deep arrays and objects may be in each other: reader and writer call themselves for each level. */
    static final int MAX_DEPTH = 1000;

    /** Sets its own limits: other code in this JVM can change Jackson's defaults. */
    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // documents hold secrets, exceptions end in logs: at most the first characters of what is no JSON are named
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .errorReportConfiguration(ErrorReportConfiguration.builder()
                    .maxErrorTokenLength(0)
                    .maxRawContentLength(0)
                    .build())
            .build();

    private Json() {}

    /**
     * Checks a document in UTF-8 without keeping it.
     *
     * @throws IOException if it isn't one whole JSON value, or is nested more than {@value #MAX_DEPTH} levels deep
     */
    public static void check(byte[] document) throws IOException {
        for (byte one : document) {
            if (one == 0) {
                throw new IOException("not UTF-8"); // the parser would try UTF-16
            }
        }
        try (JsonParser parser = FACTORY.createParser(document, 0, document.length)) {
            boolean empty = parser.nextToken() == null;
            parser.skipChildren();
            if (empty || parser.nextToken() != null) {
                throw new JsonParseException(parser, "not one value", parser.currentTokenLocation());
            }
        }
    }

    /** Why a document could not be read: without quoting the document, which may hold secrets. */
    public static String cause(IOException e) {
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            return "error at line " + json.getLocation().getLineNr() + ", column "
                    + json.getLocation().getColumnNr();
        }
        return "unreadable";
    }

    static JsonValue read(byte[] document) throws IOException {
        try (JsonParser parser = FACTORY.createParser(document)) {
            JsonValue value = parser.nextToken() == null ? JsonValue.MISSING : value(parser);
            requireEnd(parser);
            return value;
        }
    }

    /** The value that the current token begins, up to its last token. The parser limits how deep this calls itself. */
    private static JsonValue value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> JsonValue.string(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonValue.number(parser.getText());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_NULL -> JsonValue.NULL;
            default -> throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private static JsonValue object(JsonParser parser) throws IOException {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, value(parser));
        }
        return JsonValue.object(members);
    }

    private static JsonValue array(JsonParser parser) throws IOException {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return JsonValue.array(elements);
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more than one value in the document", parser.currentTokenLocation());
        }
    }

    /** Objects as Go's {@code json.MarshalIndent} writes them for Helm; arrays, which Helm doesn't write, in one line. */
    public static String indented(JsonValue value) {
        Separators separators = Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("");
        return document(
                value, new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("\t", "\n")));
    }

    /** A value as a document; without white space if there is no printer. */
    static String document(JsonValue value, PrettyPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text).setPrettyPrinter(printer)) {
            write(value, generator);
        } catch (IOException e) {
            throw new IllegalStateException("a value can always be written", e);
        }
        return text.toString();
    }

    private static void write(JsonValue value, JsonGenerator generator) throws IOException {
        switch (value.kind()) {
            case OBJECT -> {
                generator.writeStartObject();
                for (Map.Entry<String, JsonValue> member : value.members().entrySet()) {
                    generator.writeFieldName(member.getKey());
                    write(member.getValue(), generator);
                }
                generator.writeEndObject();
            }
            case ARRAY -> {
                generator.writeStartArray();
                for (JsonValue element : value.elements()) {
                    write(element, generator);
                }
                generator.writeEndArray();
            }
            case STRING -> generator.writeString(value.asString(""));
            case NUMBER -> generator.writeNumber(value.asString(""));
            case BOOLEAN -> generator.writeBoolean(value == JsonValue.TRUE);
            default -> generator.writeNull();
        }
    }
}
