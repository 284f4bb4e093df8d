package io.jenkins.plugins.ocichart.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPInputStream;

/**
 * A download of a blob over a bare socket by somebody who trusts nothing: one thread receives, hashes by SHA-256 and writes
 * to a file, another one hashes by MD5 and decompresses. That is what a pull has to do with an archive's bytes, and so the
 * floor for it, however the bytes are fetched.
 */
final class CheckedSocketTool implements Tool {
    private static final int PIECE = 64 << 10;
    private static final byte[] END = new byte[0];

    @Override
    public String name() {
        return "bare socket and all checks";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        throw new UnsupportedOperationException();
    }

    /** The version is the blob's digest. */
    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        return () -> {
            try (Socket socket = BareSocketTool.open(host)) {
                socket.getOutputStream()
                        .write(("GET /v2/" + repository + "/blobs/" + version + " HTTP/1.1\r\nHost: " + host
                                        + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                InputStream in = new BufferedInputStream(socket.getInputStream(), PIECE);
                skipHead(in);
                String digest = receive(in, directory.resolve("blob"));
                if (!version.equals("sha256:" + digest)) {
                    throw new IOException("received " + digest);
                }
            }
        };
    }

    private static void skipHead(InputStream in) throws IOException {
        int ends = 0;
        while (ends < 2) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no answer");
            }
            ends = c == '\n' ? ends + 1 : c == '\r' ? ends : 0;
        }
    }

    private static String receive(InputStream in, Path file) throws Exception {
        BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(16);
        FutureTask<Void> reading = new FutureTask<>(() -> read(pieces));
        new Thread(reading, "reading").start();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), sha256)) {
            byte[] buffer = new byte[PIECE];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                pieces.put(Arrays.copyOf(buffer, count));
            }
        }
        pieces.put(END);
        reading.get();
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static Void read(BlockingQueue<byte[]> pieces) throws Exception {
        Enumeration<InputStream> streams = new Enumeration<>() {
            private byte[] next;

            @Override
            public boolean hasMoreElements() {
                try {
                    next = next == null ? pieces.take() : next;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return next != END;
            }

            @Override
            public InputStream nextElement() {
                InputStream piece = new ByteArrayInputStream(next);
                next = null;
                return piece;
            }
        };
        InputStream all = new SequenceInputStream(streams);
        InputStream in = new GZIPInputStream(new DigestInputStream(all, MessageDigest.getInstance("MD5")), PIECE);
        in.transferTo(OutputStream.nullOutputStream());
        all.transferTo(OutputStream.nullOutputStream());
        return null;
    }
}
