package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Sends a blob to an open session piece by piece (distribution-spec, "Pushing a blob in chunks"). */
record ChunkedUpload(RegistryConnection connection, Operation operation, Body body, TransferListener listener) {
    /** Where the session goes on, or the answer that ended it. */
    record Progress(URI location, TransportResponse refusal) {}

    /** Sends everything; what is left to do is to close the session at the location that this returns. */
    Progress send(URI session, long chunkSize) throws IOException, InterruptedException {
        URI location = session;
        long total = body.length();
        for (long start = 0; start < total; start += chunkSize) {
            Part part = new Part(start, Math.min(chunkSize, total - start));
            TransportResponse response = connection.send(operation, patch(location, part));
            if (!response.isSuccess()) {
                return new Progress(location, response);
            }
            // Each answer may name another address, often with the session's state in its query.
            String next = response.header("Location").orElse("");
            location = next.isBlank() ? location : AddressPolicy.upload(connection.origin(), response.uri(), next);
        }
        return new Progress(location, null);
    }

    private TransportRequest patch(URI location, Part part) {
        return TransportRequest.of("PATCH", location)
                .withHeader("Content-Type", "application/octet-stream")
                .withHeader("Content-Range", part.start + "-" + (part.start + part.length - 1))
                .withBody(part, sent -> listener.transferred(part.start + sent))
                .notRepeatable();
    }

    private final class Part implements Body {
        private final long start;
        private final long length;

        Part(long start, long length) {
            this.start = start;
            this.length = length;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public InputStream open() throws IOException {
            InputStream in = body.open();
            try {
                in.skipNBytes(start);
                return in;
            } catch (java.io.EOFException e) {
                // as short as the reader will find it
                in.close();
                return new ByteArrayInputStream(new byte[0]);
            } catch (IOException e) {
                in.close();
                throw e;
            }
        }
    }
}
