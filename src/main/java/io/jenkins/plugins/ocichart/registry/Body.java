package io.jenkins.plugins.ocichart.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Content to send. It can be read again from its start when a transfer is repeated. */
public interface Body {
    /** The length in bytes, known before the first byte is read. */
    long length() throws IOException;

    /** A new stream from the first byte; the caller closes it. */
    InputStream open() throws IOException;

    /** A file's content, streamed from the file. */
    static Body of(Path file) {
        return new Body() {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }

    /** Content that is in memory; the array must not change afterwards. */
    static Body of(byte[] content) {
        return new Body() {
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
