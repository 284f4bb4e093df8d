package io.jenkins.plugins.ocichart.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a whole JSON document from its tokens. */
final class JsonReader {
    private JsonReader() {}

    /** {@link JsonValue#parse}. */
    static JsonValue read(byte[] document) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(document)) {
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
}
