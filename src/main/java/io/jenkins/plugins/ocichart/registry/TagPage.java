package io.jenkins.plugins.ocichart.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One page of a repository's tags, {@code {"name": …, "tags": […]}}: read in one go, it may have tens of thousands. */
final class TagPage {
    private TagPage() {}

    /**
     * The tags of a page, in its order. Where {@code tags} is missing or something else than an array, there are none.
     *
     * @throws IOException if the page isn't one whole JSON document
     */
    static List<String> read(byte[] page) throws IOException {
        try (JsonParser parser = Json.FACTORY.createParser(page)) {
            List<String> tags = List.of();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    parser.nextToken();
                    if (name.equals("tags")) {
                        tags = tags(parser);
                    } else {
                        parser.skipChildren();
                    }
                }
            } else {
                parser.skipChildren();
            }
            JsonReader.requireEnd(parser);
            return tags;
        }
    }

    /** The tags in the value that the current token begins, up to its last token. */
    private static List<String> tags(JsonParser parser) throws IOException {
        List<String> tags = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return tags;
        }
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            // Artifactory lists digests too, Nexus null entries
            if (token == JsonToken.VALUE_STRING) {
                String tag = parser.getText();
                if (Reference.isTag(tag)) {
                    tags.add(tag);
                }
            } else {
                parser.skipChildren();
            }
        }
        return tags;
    }
}
