package io.jenkins.plugins.ocichart.helm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Takes name, namespace, revision and status out of what {@code helm install|upgrade -o json} prints while it arrives. The
 * rest, which has the values and the manifests, is dropped.
 */
final class ReleaseOutput extends OutputStream {
    private static final Set<String> WANTED = Set.of("name", "namespace", "version", "info.status");

    /** A release with files of more than that doesn't fit into a cluster. */
    private static final int LONGEST_TEXT = 256 << 20;

    private final Map<String, String> found = new HashMap<>();
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private boolean begun;
    private boolean atLineStart = true;
    private boolean ended;

    ReleaseOutput() throws IOException {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxStringLength(LONGEST_TEXT)
                .maxNestingDepth(10_000)
                .build();
        parser = JsonFactory.builder().streamReadConstraints(limits).build().createNonBlockingByteArrayParser();
        feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    }

    /** A field, such as {@code info.status}; null if it didn't arrive. */
    synchronized String get(String field) {
        return found.get(field);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int start = offset;
        // If standard output and error are one stream, warnings come before the document.
        while (!begun && start < offset + length) {
            begun = atLineStart && bytes[start] == '{';
            atLineStart = bytes[start] == '\n';
            start += begun ? 0 : 1;
        }
        if (ended || start == offset + length) {
            return;
        }
        feeder.feedInput(bytes, start, offset + length);
        int depth = 0;
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            depth = depth();
            if (token == JsonToken.END_OBJECT && depth == 0) {
                ended = true;
                return;
            }
            if (token.isScalarValue() && depth <= 2) {
                String path = path();
                if (WANTED.contains(path)) {
                    found.put(path, parser.getText());
                }
            }
        }
    }

    private int depth() {
        return parser.getParsingContext().getNestingDepth();
    }

    private String path() throws IOException {
        String name = parser.currentName();
        return depth() == 1 ? name : parser.getParsingContext().getParent().getCurrentName() + "." + name;
    }
}
