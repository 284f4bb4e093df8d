package io.jenkins.plugins.ocichart.registry.http;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;

/** Takes the body of a successful response while it arrives. Called by one thread at a time. */
public interface ResponseSink {
    /**
     * A successful (2xx) answer has begun.
     *
     * @throws IOException to refuse it; the transfer ends with this exception
     */
    void begin(int status, HttpHeaders headers) throws IOException;

    /**
     * The next bytes of the body.
     *
     * @throws IOException to end the transfer with this exception
     */
    void write(ByteBuffer bytes) throws IOException;
}
