package io.jenkins.plugins.ocichart.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request. It can be read again from its start whenever the request has to be repeated. */
public interface RequestBody {
    /** The length in bytes, known before the first byte is read. */
    long length() throws IOException;

    /** A new stream from the first byte; the caller closes it. */
    InputStream open() throws IOException;

    /** A body that is in memory; the array must not change afterwards. */
    static RequestBody of(byte[] content) {
        return new RequestBody() {
            @Override
            public long length() {
                return content.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(content);
            }
        };
    }
}
