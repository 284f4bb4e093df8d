package io.jenkins.plugins.ocichart.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer of a simulated host, or the way it fails to give one. */
final class Reply {
    static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final List<String> headers = new ArrayList<>();
    private byte[] body = new byte[0];
    private Misbehaviour misbehaviour;

    /** What a host does to the connection instead of answering. */
    @FunctionalInterface
    interface Misbehaviour {
        void on(WireExchange exchange) throws IOException, InterruptedException;
    }

    private Reply(int status) {
        this.status = status;
    }

    static Reply status(int status) {
        return new Reply(status);
    }

    static Reply json(int status, String json) {
        return new Reply(status).header("Content-Type", "application/json").body(json);
    }

    static Reply text(int status, String text) {
        return new Reply(status)
                .header("Content-Type", "text/plain; charset=utf-8")
                .body(text);
    }

    static Reply html(int status, String title) {
        return new Reply(status)
                .header("Content-Type", "text/html")
                .body("<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                        + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
    }

    /** An error in the distribution specification's form. */
    static Reply error(int status, String code, String message) {
        return error(status, code, message, null);
    }

    /** An error in the distribution specification's form, with a detail that is a text. */
    static Reply error(int status, String code, String message, String detail) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode error = root.putArray("errors").addObject().put("code", code).put("message", message);
        if (detail != null) {
            error.put("detail", detail);
        }
        return json(status, root.toString());
    }

    static Reply misbehave(Misbehaviour misbehaviour) {
        Reply reply = new Reply(0);
        reply.misbehaviour = misbehaviour;
        return reply;
    }

    /** Ends the connection without a word. */
    static Reply hangUp() {
        return misbehave(WireExchange::hangUp);
    }

    Reply header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    Reply body(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }

    Reply body(byte[] bytes) {
        body = bytes;
        return this;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** The values of all headers with this name. */
    List<String> headers(String name) {
        String prefix = name.toLowerCase(java.util.Locale.ROOT) + ": ";
        return headers.stream()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    /** Status line and headers, with the length of the complete body. */
    String head() {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Simulated\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (status != 204 && headers("Content-Length").isEmpty()) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Writes the answer; for HEAD the body only gives its length. */
    void send(WireExchange exchange) throws IOException, InterruptedException {
        if (misbehaviour != null) {
            misbehaviour.on(exchange);
            return;
        }
        write(exchange, body.length);
    }

    /** Writes the head and this many bytes of the body; for HEAD the body only gives its length. */
    void write(WireExchange exchange, int length) throws IOException {
        OutputStream out = exchange.raw();
        out.write(head().getBytes(StandardCharsets.ISO_8859_1));
        if (!exchange.method().equals("HEAD")) {
            out.write(body, 0, length);
        }
        out.flush();
    }

    @Override
    public String toString() {
        return misbehaviour != null ? "misbehaviour" : status + " " + new String(body, StandardCharsets.UTF_8);
    }
}
