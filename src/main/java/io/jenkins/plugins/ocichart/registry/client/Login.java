package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.auth.Challenge;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.auth.Scope;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Checks a credential as {@code helm registry login} does: an unauthenticated ping, then whatever login the registry asks
 * for and the ping again. Helm first requests a token by OAuth2's password grant, then by GET. Here only GET is used, as
 * for pushes and pulls: a wrong password that is sent twice counts twice towards locking the account.
 */
record Login(RegistryConnection connection) {
    private static final Operation PING = Operation.ping();

    void check() throws IOException, InterruptedException {
        RegistryCredential credential = connection.authenticator().credential();
        TransportResponse response = ping(null);
        if (response.status() != 401) {
            require(response, null);
            return;
        }
        if (credential.kind() == RegistryCredential.Kind.BEARER) {
            String header = "Bearer " + credential.secret();
            require(ping(header), header);
            return;
        }
        List<Challenge> offered = Challenge.parse(response.headers().allValues("WWW-Authenticate"));
        Optional<Challenge> bearer = Challenge.find(offered, "bearer")
                .filter(c -> c.parameter("realm").isPresent());
        Optional<String> basic = BasicLogin.header(credential);
        if (bearer.isPresent()) {
            connection.authenticator().learn(bearer.get());
            List<Scope> scopes =
                    Scope.merge(Scope.parse(bearer.get().parameter("scope").orElse("")));
            String header =
                    "Bearer " + connection.tokens().fetch(bearer.get(), scopes).value();
            require(ping(header), header);
        } else if (basic.isPresent()) {
            require(ping(basic.get()), basic.get());
        } else {
            throw connection.refusals().of(PING, response);
        }
    }

    private TransportResponse ping(String authorization) throws IOException, InterruptedException {
        return connection.sendAnonymously(
                TransportRequest.of("GET", connection.uri("")).withAuthorization(authorization));
    }

    private void require(TransportResponse response, String authorization) throws RegistryException {
        if (response.status() != 200) {
            throw connection.refusals().of(PING, response);
        }
        if (Refusals.isWebPage(response)) {
            throw connection.refusals().webPage(PING, response);
        }
        connection.authenticator().succeeded(authorization);
    }
}
