package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Amazon ECR, private and public: access keys are exchanged for a login that is good for twelve hours. */
record AmazonLogin(String host, EcrEndpoint endpoint, ProviderApi api) implements Provider {
    private static final Logger LOGGER = Logger.getLogger(AmazonLogin.class.getName());

    /** An access key's id as the user name and its secret as the password; anything else is a login already. */
    @Override
    public RegistryCredential exchange(RegistryCredential login) throws IOException, InterruptedException {
        if (login.kind() != RegistryCredential.Kind.BASIC || !AwsKeys.isId(login.user())) {
            return login;
        }
        if (AwsKeys.isTemporary(login.user())) {
            throw new UnauthorizedException(
                    "the AWS access key " + login.user()
                            + " is a temporary one, which user name and password are not enough for: use a user's key (AKIA...), or"
                            + " no credentials and the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN");
        }
        return authorize(new AwsKeys(login.user(), login.secret(), null));
    }

    @Override
    public Optional<RegistryCredential> ofMachine(Map<String, String> environment, MetadataService metadata)
            throws IOException, InterruptedException {
        try {
            Optional<AwsKeys> keys = new AwsKeyChain(environment, endpoint, api, metadata).find();
            return keys.isEmpty() ? Optional.empty() : Optional.of(authorize(keys.get()));
        } catch (RegistryException e) {
            if (!endpoint.isPublic()) {
                throw e;
            }
            // What everybody may read is not to depend on rights that the machine happens to lack.
            LOGGER.log(Level.INFO, "{0} is used without a login: {1}", new Object[] {host, e.getMessage()});
            return Optional.empty();
        }
    }

    private RegistryCredential authorize(AwsKeys keys) throws IOException, InterruptedException {
        Map<String, String> headers =
                Map.of("Content-Type", "application/x-amz-json-1.1", "X-Amz-Target", endpoint.target());
        String body = "{}";
        TransportResponse response = api.post(
                endpoint.api(),
                new AwsSignature(keys, endpoint.region(), endpoint.service())
                        .sign("POST", endpoint.api(), headers, body, Instant.now()),
                body);
        if (!response.isSuccess()) {
            throw refusal(keys, response);
        }
        String what = "the answer of " + endpoint.api().getHost();
        JsonValue data = ProviderApi.json(response.body(), what).member("authorizationData");
        String token = ProviderApi.required(data.isArray() ? data.element(0) : data, "authorizationToken", what);
        try {
            String[] pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).split(":", 2);
            return RegistryCredential.basic(pair[0], pair[1]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new RegistryException(what + " has no usable login");
        }
    }

    private RegistryException refusal(AwsKeys keys, TransportResponse response) {
        JsonValue json = ProviderApi.error(response);
        String code = json.member("__type").asString("").replaceFirst("^.*#", "");
        String message = json.member("message").asString(json.member("Message").asString(""));
        String said = "AWS gives the access key " + keys.id() + " no login for " + host + " ("
                + ProviderApi.said(response.status(), code, message) + ")";
        return switch (code) {
            case "AccessDeniedException" ->
                new UnauthorizedException(said + ". Allow it " + endpoint.service() + ":GetAuthorizationToken"
                        + (endpoint.isPublic() ? " and sts:GetServiceBearerToken" : "") + ".");
            case "ExpiredTokenException" -> new UnauthorizedException(said + ". Get fresh credentials.");
            case "InvalidSignatureException", "UnrecognizedClientException", "MissingAuthenticationTokenException" ->
                new UnauthorizedException(said + ". Check the access key, its secret and this machine's clock.");
            default -> new RegistryException(said);
        };
    }
}
