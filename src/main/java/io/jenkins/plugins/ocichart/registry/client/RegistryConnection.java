package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.ErrorBody;
import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.auth.Authenticator;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.auth.TokenService;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;

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
            warnings.collect(response);
        }
        return response;
    }

    /**
     * A request with a login; where the registry refuses the first one, it is repeated once with the one that the
     * registry asks for. A request to another origin goes without.
     *
     * @return the last answer, whatever its status
     */
    TransportResponse send(Operation operation, TransportRequest request) throws IOException, InterruptedException {
        if (!Origin.of(request.uri()).equals(origin)) {
            return sendAnonymously(request);
        }
        String sent = authenticator.before(operation, request.bodyLength() > LONG_UPLOAD);
        TransportResponse response = sendAnonymously(request.withAuthorization(sent));
        if (isRefusedLogin(response, sent)) {
            var next = authenticator.after(
                    operation, response, sent, () -> sendAnonymously(TransportRequest.of("GET", uri(""))));
            if (next.isPresent()) {
                sent = next.get();
                response = sendAnonymously(request.withAuthorization(sent));
            }
        }
        // Whoever hears that something isn't there has been let in.
        if (response.isSuccess() || response.status() == 404) {
            authenticator.succeeded(sent);
        }
        return response;
    }

    /**
     * A request with the login that is at hand. Where the registry refuses it no other one is tried: this is for what can
     * be done without.
     *
     * @return the answer, whatever its status
     */
    TransportResponse sendOnce(Operation operation, TransportRequest request) throws IOException, InterruptedException {
        return sendAnonymously(request.withAuthorization(authenticator.before(operation, false)));
    }

    /** What the registry has asked to be shown to users so far. */
    List<String> warnings() {
        return warnings.all();
    }

    private boolean isRefusedLogin(TransportResponse response, String sent) {
        if (!Origin.of(response.uri()).equals(origin)) {
            return false;
        }
        // Amazon's public registry answers 400 to a Basic login or an expired token, others may answer 403.
        boolean maybe =
                sent != null && !authenticator.isAccepted() && List.of(400, 403).contains(response.status());
        return response.status() == 401
                || maybe && sent.startsWith("Basic ")
                || response.status() == 400
                        && sent != null
                        && ErrorBody.of(response.body()).code().equals("DENIED");
    }

    /** Content is asked for as it is; an answer that is compressed on the way can't match its digest. */
    void requireIdentity(HttpHeaders headers) throws RegistryException {
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw new RegistryException(
                    origin.authority()
                            + ", or a proxy before it, compressed the content although that was not asked for (Content-Encoding)");
        }
    }

    /** The exception for an answer that isn't the success hoped for. */
    RegistryException refusal(Operation operation, TransportResponse response) {
        return refusals.of(operation, response);
    }
}
