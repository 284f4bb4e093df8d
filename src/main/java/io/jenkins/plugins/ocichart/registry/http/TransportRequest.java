package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A request to send; immutable, each {@code with…} gives a changed copy. */
public final class TransportRequest implements Cloneable {
    private static final int SMALL_BODY = 64 * 1024;

    private String method;
    private URI uri;
    private Map<String, String> headers = Map.of();
    private String authorization;
    private Body body;
    private TransferListener listener = TransferListener.NONE;
    private ResponseSink sink;
    private int maxBody = SMALL_BODY;
    private boolean repeatable = true;
    private boolean followingRedirects = true;
    private AddressPolicy.Check addressCheck;

    private TransportRequest() {}

    /** A request without headers or body that may be repeated. */
    public static TransportRequest of(String method, URI uri) {
        TransportRequest request = new TransportRequest();
        request.method = Objects.requireNonNull(method, "method");
        request.uri = Objects.requireNonNull(uri, "uri");
        return request;
    }

    /** With this header, which goes along on redirects to any host. */
    public TransportRequest withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return copy(r -> r.headers = more);
    }

    /** With this {@code Authorization}, which never goes to another origin than the request's own; null for none. */
    public TransportRequest withAuthorization(String value) {
        return copy(r -> r.authorization = value);
    }

    /** With a body, and a listener for its transfer. */
    public TransportRequest withBody(Body newBody, TransferListener newListener) {
        return copy(r -> {
            r.body = newBody;
            r.listener = newListener;
        });
    }

    /** With the body of a successful answer going to this sink as it arrives. */
    public TransportRequest withSink(ResponseSink newSink) {
        return copy(r -> r.sink = newSink);
    }

    /** With at most this many bytes in a successful answer that has no sink; 64 KiB otherwise. */
    public TransportRequest withMaxBody(int bytes) {
        return copy(r -> r.maxBody = bytes);
    }

    /** Not sent again once the server may have seen it. */
    public TransportRequest notRepeatable() {
        return copy(r -> r.repeatable = false);
    }

    /** With redirects returned like any other answer. */
    public TransportRequest withoutRedirects() {
        return copy(r -> r.followingRedirects = false);
    }

    /** Sent only over a connection to an address that passes this check, through redirects too. */
    public TransportRequest withAddressCheck(AddressPolicy.Check check) {
        return copy(r -> r.addressCheck = check);
    }

    private TransportRequest copy(Consumer<TransportRequest> change) {
        try {
            TransportRequest copy = (TransportRequest) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String method() {
        return method;
    }

    public URI uri() {
        return uri;
    }

    /** The length of the body in bytes, 0 without one. */
    public long bodyLength() throws IOException {
        return body == null ? 0 : body.length();
    }

    Map<String, String> headers() {
        return headers;
    }

    String authorization() {
        return authorization;
    }

    Body body() {
        return body;
    }

    TransferListener listener() {
        return listener;
    }

    ResponseSink sink() {
        return sink;
    }

    int maxBody() {
        return maxBody;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    AddressPolicy.Check addressCheck() {
        return addressCheck;
    }

    boolean isFollowingRedirects() {
        return followingRedirects;
    }

    /** Method, origin and path; a query may hold secrets and is left out. */
    @Override
    public String toString() {
        return method + " " + Origin.of(uri) + uri.getRawPath();
    }
}
