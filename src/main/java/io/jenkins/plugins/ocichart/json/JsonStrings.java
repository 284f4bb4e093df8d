package io.jenkins.plugins.ocichart.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Collects the strings of one array of a JSON object in UTF-8 while it arrives, and keeps nothing else of it. */
public final class JsonStrings {
    private final String member;
    private final Predicate<String> filter;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private List<String> strings = new ArrayList<>();
    private boolean inMember;
    private boolean rootEnded;
    private int depth;

    /**
     * A reader that has read nothing yet.
     *
     * @param member the array's name in the document's object; if it is missing or no array, there are no strings. Of members
     *     with the same name the last counts
     * @param filter which of the strings are kept
     */
    public JsonStrings(String member, Predicate<String> filter) throws IOException {
        this.member = member;
        this.filter = filter;
        this.parser = Json.FACTORY.createNonBlockingByteArrayParser();
        this.feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    /**
     * Takes the next bytes.
     *
     * @throws IOException if this can't be the beginning of a JSON document
     */
    public void feed(byte[] bytes) throws IOException {
        feeder.feedInput(bytes, 0, bytes.length);
        read();
    }

    /** How many strings have been kept so far. */
    public int size() {
        return strings.size();
    }

    /**
     * The strings, in the document's order; the document is complete.
     *
     * @throws IOException if it isn't one whole JSON document
     */
    public List<String> end() throws IOException {
        feeder.endOfInput();
        read();
        return strings;
    }

    private void read() throws IOException {
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            if (rootEnded) {
                throw new JsonParseException(
                        parser, "more than one value in the document", parser.currentTokenLocation());
            }
            if (token == JsonToken.FIELD_NAME && depth == 1) {
                inMember = parser.currentName().equals(member);
                strings = inMember ? new ArrayList<>() : strings;
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING && inMember && depth == 2 && isInArray()) {
                String text = parser.getText();
                if (filter.test(text)) {
                    strings.add(text);
                }
            }
            rootEnded = depth == 0;
        }
    }

    private boolean isInArray() {
        return parser.getParsingContext().inArray();
    }
}
