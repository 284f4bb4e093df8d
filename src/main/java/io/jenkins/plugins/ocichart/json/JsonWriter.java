package io.jenkins.plugins.ocichart.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/** Writes a value as a JSON document. */
public final class JsonWriter {
    /** Objects as Go's {@code json.MarshalIndent} writes them for Helm; arrays, which Helm doesn't write, in one line. */
    private static final DefaultPrettyPrinter BY_TABS = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                    .withObjectEmptySeparator(""))
            .withObjectIndenter(new DefaultIndenter("\t", "\n"));

    private JsonWriter() {}

    /** Without white space. */
    static String compact(JsonValue value) {
        return document(value, null);
    }

    /** One member a line, indented by tabs. */
    public static String indented(JsonValue value) {
        return document(value, BY_TABS.createInstance());
    }

    private static String document(JsonValue value, PrettyPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = Json.FACTORY.createGenerator(text).setPrettyPrinter(printer)) {
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
