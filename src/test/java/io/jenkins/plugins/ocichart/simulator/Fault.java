package io.jenkins.plugins.ocichart.simulator;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What goes wrong with one request. */
enum Fault {
    REFUSED("connection refused") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) {
            throw new IllegalStateException("the server does this itself");
        }
    },
    RESET_BEFORE("reset before the request is read") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException {
            exchange.reset();
            return true;
        }
    },
    RESET_IN_REQUEST("reset in the middle of the request's body") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException {
            if (!hasBody(exchange)) {
                return false;
            }
            exchange.body().readNBytes(Integer.parseInt(exchange.header("content-length")) / 2);
            exchange.reset();
            return true;
        }
    },
    RESET_AFTER("reset after the request took effect") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException {
            server.answer(exchange);
            exchange.reset();
            return true;
        }
    },
    RESET_IN_ANSWER("reset in the middle of the answer") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException {
            Reply reply = server.answer(exchange);
            reply.write(exchange, reply.body().length / 2);
            exchange.reset();
            return true;
        }
    },
    STALL("no answer") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            exchange.body().readAllBytes();
            Thread.sleep(FaultyServer.FOREVER);
            return true;
        }
    },
    STALL_IN_ANSWER("silence in the middle of the answer") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            Reply reply = server.answer(exchange);
            if (reply.body().length == 0 || exchange.method().equals("HEAD")) {
                return false;
            }
            reply.write(exchange, reply.body().length / 2);
            Thread.sleep(FaultyServer.FOREVER);
            return true;
        }
    },
    STATUS_408("408", 408, null),
    STATUS_429("429, Retry-After in seconds", 429, "1"),
    STATUS_429_DATE("429, Retry-After as a date", 429, "date"),
    STATUS_429_LONG("429, Retry-After of an hour", 429, "3600"),
    STATUS_500("500", 500, null),
    STATUS_502("502", 502, null),
    STATUS_502_AFTER("502 although the request took effect") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            server.answer(exchange);
            Reply.html(502, "502 Bad Gateway").send(exchange);
            return true;
        }
    },
    STATUS_503("503", 503, null),
    STATUS_504("504", 504, null),
    TRUNCATED("answer ends early") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException {
            Reply reply = server.answer(exchange);
            if (reply.body().length == 0 || exchange.method().equals("HEAD")) {
                return false;
            }
            reply.write(exchange, reply.body().length / 2);
            exchange.hangUp();
            return true;
        }
    },
    CORRUPTED("answer's body is changed on the way") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            Reply reply = server.answer(exchange);
            if (reply.body().length == 0 || exchange.method().equals("HEAD")) {
                return false;
            }
            byte[] changed = reply.body().clone();
            changed[changed.length / 2] ^= 1;
            reply.body(changed).send(exchange);
            return true;
        }
    },
    CORRUPTED_REQUEST("request's body is changed on the way") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            if (!hasBody(exchange)) {
                return false;
            }
            Request request = server.request(exchange);
            byte[] changed = request.body().clone();
            changed[changed.length / 2] ^= 1;
            server.registry().answer(request.withBody(changed)).send(exchange);
            return true;
        }
    },
    SIGN_IN_PAGE("a page with 200, nothing took effect") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            exchange.body().readAllBytes();
            Reply.html(200, "Sign in").send(exchange);
            return true;
        }
    },
    WRONG_ENCODING("says gzip, is not") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            Reply reply = server.answer(exchange);
            if (reply.body().length == 0) {
                return false;
            }
            reply.header("Content-Encoding", "gzip").send(exchange);
            return true;
        }
    },
    WRITE_ONCE("400, since it is stored") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            if (!exchange.method().equals("PUT")) {
                return false;
            }
            server.answer(exchange);
            Reply.error(400, "BLOB_UPLOAD_INVALID", "the asset cannot be updated")
                    .send(exchange);
            return true;
        }
    },
    LAGGING_REPLICA("404, since it is stored elsewhere only") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
            boolean manifest = exchange.path().contains("/manifests/");
            if (!exchange.path().contains("/blobs/") && !manifest || !reads && !manifest) {
                return false;
            }
            exchange.body().readAllBytes();
            String code = !manifest ? "BLOB_UNKNOWN" : reads ? "MANIFEST_UNKNOWN" : "MANIFEST_BLOB_UNKNOWN";
            Reply.error(404, code, "unknown to this replica").send(exchange);
            return true;
        }
    },
    UNAUTHORIZED("401 in the middle") {
        @Override
        boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
            server.registry().unauthenticated(server.request(exchange), null).send(exchange);
            return true;
        }
    };

    private final String title;
    private final int status;
    private final String retryAfter;

    Fault(String title) {
        this(title, 0, null);
    }

    Fault(String title, int status, String retryAfter) {
        this.title = title;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Answers, or doesn't; false where this can't happen to such a request. */
    boolean strike(WireExchange exchange, FaultyServer server) throws IOException, InterruptedException {
        Reply reply = Reply.html(status, status + " Out of order");
        if ("date".equals(retryAfter)) {
            ZonedDateTime soon = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(1);
            reply.header("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(soon));
        } else if (retryAfter != null) {
            reply.header("Retry-After", retryAfter);
        }
        exchange.body().readAllBytes();
        reply.send(exchange);
        return true;
    }

    private static boolean hasBody(WireExchange exchange) {
        String length = exchange.header("content-length");
        return length != null && Integer.parseInt(length) > 1;
    }

    @Override
    public String toString() {
        return title;
    }
}
