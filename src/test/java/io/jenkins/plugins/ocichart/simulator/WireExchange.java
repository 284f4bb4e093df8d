package io.jenkins.plugins.ocichart.simulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One request that a {@link WireServer} has got, and the means to answer it well or badly. */
public final class WireExchange {
    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final InputStream body;
    private final Socket connection;
    private boolean keepAlive = true;

    private WireExchange(String method, String target, Map<String, String> headers, InputStream in, Socket connection) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.connection = connection;
        String length = headers.get("content-length");
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            body = new ChunkedBody(in);
        } else {
            body = length == null ? new ByteArrayInputStream(new byte[0]) : new SizedBody(in, Long.parseLong(length));
        }
    }

    static WireExchange read(InputStream in, Socket connection) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        String[] parts = start.split(" ");
        return new WireExchange(parts[0], parts[1], headers(in), in, connection);
    }

    /** Reads header lines up to the empty one; names in lower case, repeated fields joined by a comma. */
    static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (a, b) -> a + ", " + b);
        }
        return headers;
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            line.write(c);
            c = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** The request's method. */
    public String method() {
        return method;
    }

    /** The request's target as sent: path and query, or the whole address where a proxy is asked. */
    public String target() {
        return target;
    }

    /** The path without the query. */
    public String path() {
        return target.split("\\?", 2)[0];
    }

    /** A decoded parameter of the query, or null. */
    public String query(String name) {
        String[] parts = target.split("\\?", 2);
        return parts.length < 2 ? null : form(parts[1]).get(name);
    }

    /** The parameters of a form or query. */
    public static Map<String, String> form(String text) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    /** A header of the request, or null. */
    public String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** All headers of the request, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The request's body, which ends where the request ends. */
    public InputStream body() {
        return body;
    }

    /** The connection's raw output. Whoever writes to it should end with {@link #hangUp} or {@link #reset}. */
    public OutputStream raw() throws IOException {
        return connection.getOutputStream();
    }

    /** The connection. */
    public Socket connection() {
        return connection;
    }

    /** A complete answer without headers of its own. */
    public void respond(int status, String text) throws IOException {
        respond(status, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** A complete answer; for HEAD the body only gives its length. The request's body is read first. */
    public void respond(int status, Map<String, String> answerHeaders, byte[] content) throws IOException {
        body.transferTo(OutputStream.nullOutputStream());
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Simulated\r\n");
        answerHeaders.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        if (answerHeaders.keySet().stream().noneMatch(n -> n.equalsIgnoreCase("Content-Length")) && status != 204) {
            head.append("Content-Length: " + content.length + "\r\n");
        }
        OutputStream out = raw();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!method.equals("HEAD")) {
            out.write(content);
        }
        out.flush();
    }

    /** Ends the connection after this exchange. */
    public void hangUp() {
        keepAlive = false;
    }

    /** Breaks the connection off with a TCP reset. */
    public void reset() throws IOException {
        keepAlive = false;
        connection.setSoLinger(true, 0);
        connection.close();
    }

    boolean finish() throws IOException {
        if (keepAlive) {
            body.transferTo(OutputStream.nullOutputStream());
        }
        return keepAlive;
    }

    /** A body of known length. */
    static final class SizedBody extends InputStream {
        private final InputStream in;
        private long left;

        SizedBody(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(left, length));
            if (count < 0) {
                throw new EOFException();
            }
            left -= count;
            return count;
        }
    }

    /** A body in chunked transfer coding. */
    static final class ChunkedBody extends InputStream {
        private final InputStream in;
        private long left;
        private boolean ended;

        ChunkedBody(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (ended) {
                return -1;
            }
            if (left == 0) {
                String size = line(in);
                if (size == null) {
                    throw new EOFException();
                }
                left = Long.parseLong(size.split(";")[0].strip(), 16);
                if (left == 0) {
                    headers(in);
                    ended = true;
                    return -1;
                }
            }
            int count = in.read(buffer, offset, (int) Math.min(left, length));
            if (count < 0) {
                throw new EOFException();
            }
            left -= count;
            if (left == 0) {
                line(in);
            }
            return count;
        }
    }
}
