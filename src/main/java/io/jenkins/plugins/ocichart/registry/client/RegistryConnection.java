package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.ErrorBody;
import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.auth.Authenticator;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.auth.TokenService;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** One registry: where it is, and requests to it with the right {@code Authorization}. */
final class RegistryConnection {
    private static final long LONG_UPLOAD = 8L * 1024 * 1024;
    private static final String USER_AGENT = "jenkins-oci-chart";

    private final HttpTransport transport;
    private final Origin origin;
    private final Authenticator authenticator;
    private final TokenService tokens;
    private final Refusals refusals;
    private final RegistryWarnings warnings = new RegistryWarnings();
    private final ReentrantLock firstLogin = new ReentrantLock();
    private volatile boolean shown;

    private RegistryConnection(HttpTransport transport, Origin origin, RegistryCredential credential) {
        this.transport = transport;
        this.origin = origin;
        this.tokens = new TokenService(transport, origin, credential);
        this.authenticator = new Authenticator(credential, tokens);
        this.refusals = new Refusals(origin, authenticator);
    }

    /** Decides between HTTPS and HTTP; a loopback registry is asked with a TLS handshake. */
    static RegistryConnection open(
            HttpTransport transport, RegistryHost host, boolean plainHttp, RegistryCredential credential)
            throws IOException, InterruptedException {
        Origin origin = Origin.of(URI.create((plainHttp ? "http://" : "https://") + host.endpoint()));
        if (!plainHttp && HostAddress.isLoopback(origin.host()) && transport.answersPlainHttp(origin)) {
            origin = Origin.of(URI.create("http://" + host.endpoint()));
        }
        return new RegistryConnection(transport, origin, credential);
    }

    /** The address of a path below {@code /v2/}. */
    URI uri(String path) {
        return URI.create(origin + "/v2/" + path);
    }

    Origin origin() {
        return origin;
    }

    HttpTransport transport() {
        return transport;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    TokenService tokens() {
        return tokens;
    }

    /** A request without a login, whatever the credential. */
    TransportResponse sendAnonymously(TransportRequest request) throws IOException, InterruptedException {
        TransportResponse response = transport.send(
                request.withHeader("User-Agent", USER_AGENT).withAddressCheck(AddressPolicy.forContent(origin)));
        if (Origin.of(response.uri()).equals(origin)) {
            warnings.collect(response, authenticator::mask);
        }
        return response;
    }

    /**
     * A request with a login. If the registry refuses it, the request is repeated once with the login that the registry
     * asks for. A request to another origin goes without. Until one request has shown the login others wait, so
     * that a wrong one is shown once.
     *
     * @return the last answer, whatever its status
     * @throws UnauthorizedException if the login has been refused before
     */
    TransportResponse send(Operation operation, TransportRequest request) throws IOException, InterruptedException {
        if (!Origin.of(request.uri()).equals(origin)) {
            return sendAnonymously(request);
        }
        if (!shown && authenticator.isUntried()) {
            firstLogin.lockInterruptibly();
            try {
                if (!shown) {
                    return sendWithLogin(operation, request);
                }
            } finally {
                shown = true;
                firstLogin.unlock();
            }
        }
        return sendWithLogin(operation, request);
    }

    private TransportResponse sendWithLogin(Operation operation, TransportRequest request)
            throws IOException, InterruptedException {
        String sent = authenticator.before(operation, request.bodyLength() > LONG_UPLOAD);
        TransportResponse response = sendAnonymously(request.withAuthorization(sent));
        if (mayWantAnotherLogin(request, response, sent)) {
            var next = authenticator.after(
                    operation, response, sent, () -> sendAnonymously(TransportRequest.of("GET", uri(""))));
            if (next.isPresent()) {
                sent = next.get().equals(Authenticator.NO_LOGIN) ? null : next.get();
                response = sendAnonymously(request.withAuthorization(sent));
            }
        }
        if (response.isSuccess()) {
            authenticator.succeeded(sent);
        } else if (response.status() == 404) {
            authenticator.heardOfNothing(sent);
        } else if (response.status() == 401
                && sent != null
                && refusals.of(operation, response) instanceof UnauthorizedException refusal
                && !Refusals.isAboutRights(response)) {
            authenticator.refused(refusal);
        }
        return response;
    }

    /**
     * A request with the login that is at hand. If the registry refuses it no other login is tried: this is for requests
     * that are optional.
     *
     * @return the answer, whatever its status
     */
    TransportResponse sendOnce(Operation operation, TransportRequest request) throws IOException, InterruptedException {
        String sent = authenticator.before(operation, false);
        TransportResponse response = sendAnonymously(request.withAuthorization(sent));
        if (response.isSuccess()) {
            authenticator.succeeded(sent);
        }
        return response;
    }

    /** What the registry has asked to be shown to users so far. */
    List<String> warnings() {
        return warnings.all();
    }

    private boolean mayWantAnotherLogin(TransportRequest request, TransportResponse response, String sent) {
        if (!Origin.of(response.uri()).equals(origin)) {
            return false;
        }
        // A Basic login that nobody has asked for: Amazon's public registry answers 400 to it or to an expired token,
        // others
        // 403, 404 or 500. That something isn't there is the usual answer to HEAD.
        boolean unasked = sent != null && sent.startsWith("Basic ") && !authenticator.isAccepted();
        boolean maybe = List.of(400, 403, 500).contains(response.status())
                || response.status() == 404 && List.of("GET", "POST").contains(request.method());
        return response.status() == 401
                || unasked && maybe
                || response.status() == 400
                        && sent != null
                        && error(response).code().equals("DENIED");
    }

    /** What an answer says about a failure, without the login. */
    ErrorBody error(TransportResponse response) {
        return ErrorBody.of(response.body(), authenticator::mask);
    }

    /** The digest that an answer announces; an empty header counts as none. */
    static Optional<String> digest(TransportResponse response) {
        return response.header("Docker-Content-Digest").filter(digest -> !digest.isBlank());
    }

    /**
     * For the message that content is wrong: the host that served it, if that isn't the registry, and how it is labelled.
     * Content is requested unencoded, but some stores return a label that doesn't describe the bytes they send: the bytes
     * decide.
     */
    String label(HttpHeaders headers, URI from) {
        String encoding = headers.firstValue("Content-Encoding").orElse("").strip();
        String labelled = encoding.isEmpty() || encoding.equalsIgnoreCase("identity")
                ? ""
                : "labelled Content-Encoding: " + ServerText.quote(authenticator.mask(encoding), 40);
        String served = from == null || Origin.of(from).equals(origin)
                ? ""
                : "served by " + Origin.of(from).authority();
        String both = served + (served.isEmpty() || labelled.isEmpty() ? "" : ", ") + labelled;
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    /** Turns answers that aren't the success hoped for into exceptions. */
    Refusals refusals() {
        return refusals;
    }
}
