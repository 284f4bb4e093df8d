package io.jenkins.plugins.ocichart.json;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;

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
}
