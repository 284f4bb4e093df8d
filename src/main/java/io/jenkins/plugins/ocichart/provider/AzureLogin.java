package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.UrlEncoding;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Azure Container Registry. A service principal, the admin user and a registry token are user and password already. A refresh
 * token ({@code az acr login --expose-token}) serves as an identity token; a Microsoft Entra access token is exchanged for one
 * (Azure/acr, "AAD integration").
 */
record AzureLogin(String host, String authority, ProviderApi api) implements Provider {
    static final Set<String> VARIABLES =
            Set.of("AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_FEDERATED_TOKEN_FILE", "AZURE_TENANT_ID");

    private static final Logger LOGGER = Logger.getLogger(AzureLogin.class.getName());
    private static final Pattern HOST = Pattern.compile("[a-z0-9-]+(?:\\.[a-z0-9]+\\.geo)?\\.azurecr\\.(io|cn|us)");
    private static final String AUDIENCE = "https://containerregistry.azure.net";
    /** Where each cloud logs in. */
    private static final Map<String, String> AUTHORITY = Map.of(
            "io", "https://login.microsoftonline.com/",
            "us", "https://login.microsoftonline.us/",
            "cn", "https://login.partner.microsoftonline.cn/");

    /** Empty if the host, in lower case, isn't one of Azure's registries. */
    static Optional<Provider> of(String host, ProviderApi api) {
        Matcher matcher = HOST.matcher(host);
        return matcher.matches()
                ? Optional.of(new AzureLogin(host, AUTHORITY.get(matcher.group(1)), api))
                : Optional.empty();
    }

    @Override
    public RegistryCredential exchange(RegistryCredential login) throws IOException, InterruptedException {
        if (login.kind() != RegistryCredential.Kind.BEARER) {
            return login;
        }
        JsonValue claims = claims(login.secret());
        String issuer = claims.member("iss").asString("");
        if (issuer.startsWith("https://sts.windows.net/") || issuer.startsWith("https://login.microsoftonline.")) {
            return exchanged(login.secret(), claims.member("tid").asString(""));
        }
        return claims.member("grant_type").asString("").equals("refresh_token")
                ? RegistryCredential.identityToken(login.secret())
                : login;
    }

    /** A service principal in the environment, a workload identity as AKS gives it to a pod, a managed identity. */
    @Override
    public Optional<RegistryCredential> ofMachine(Map<String, String> environment, MetadataService metadata)
            throws IOException, InterruptedException {
        String client = environment.getOrDefault("AZURE_CLIENT_ID", "");
        String tenant = environment.getOrDefault("AZURE_TENANT_ID", "");
        String secret = environment.getOrDefault("AZURE_CLIENT_SECRET", "");
        String tokenFile = environment.getOrDefault("AZURE_FEDERATED_TOKEN_FILE", "");
        if (!client.isBlank() && !secret.isBlank()) {
            return Optional.of(RegistryCredential.basic(client, secret));
        }
        if (!client.isBlank() && !tenant.isBlank() && !tokenFile.isBlank()) {
            return Optional.of(exchanged(federated(client, tenant, tokenFile), tenant));
        }
        return managed(client, metadata);
    }

    private Optional<RegistryCredential> managed(String client, MetadataService metadata)
            throws IOException, InterruptedException {
        Optional<String> token = metadata.json(
                        "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + UrlEncoding.of(AUDIENCE)
                                + (client.isBlank() ? "" : "&client_id=" + UrlEncoding.of(client)),
                        Map.of("Metadata", "true"))
                .map(json -> json.member("access_token").asString(""))
                .filter(text -> !text.isEmpty());
        try {
            return token.isEmpty() ? Optional.empty() : Optional.of(exchanged(token.get(), ""));
        } catch (UnauthorizedException e) {
            // Nobody has asked for this identity: what everybody may read is not to depend on its rights.
            LOGGER.log(Level.INFO, "{0} is used without a login: {1}", new Object[] {host, e.getMessage()});
            return Optional.empty();
        }
    }

    private String federated(String client, String tenant, String tokenFile) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", client);
        form.put("scope", AUDIENCE + "/.default");
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put(
                "client_assertion",
                ProviderApi.file(
                        tokenFile,
                        "the federated token of the Azure client " + client + " cannot be read from " + tokenFile));
        URI uri = URI.create(authority + UrlEncoding.of(tenant) + "/oauth2/v2.0/token");
        return field(api.postForm(uri, form), "access_token", uri.getHost(), "the Azure client " + client);
    }

    private RegistryCredential exchanged(String accessToken, String tenant) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "access_token");
        form.put("service", host);
        if (!tenant.isEmpty()) {
            form.put("tenant", tenant);
        }
        form.put("access_token", accessToken);
        TransportResponse response = api.postForm(URI.create("https://" + host + "/oauth2/exchange"), form);
        return RegistryCredential.identityToken(field(response, "refresh_token", host, "the Microsoft Entra token"));
    }

    private static String field(TransportResponse response, String field, String server, String who)
            throws RegistryException {
        if (response.isSuccess()) {
            String what = "the answer of " + server;
            return ProviderApi.required(ProviderApi.json(response.body(), what), field, what);
        }
        JsonValue json = ProviderApi.error(response);
        JsonValue error = json.member("errors").element(0);
        String code = error.member("code").asString(json.member("error").asString(""));
        String message = error.member("message")
                .asString(json.member("error_description").asString(""));
        String said = server + " refused " + who + " (" + ProviderApi.said(response.status(), code, message) + ")";
        throw response.status() / 100 == 4 ? new UnauthorizedException(said) : new RegistryException(said);
    }

    /** The claims of a JSON web token, unverified; a missing value for anything else. */
    private static JsonValue claims(String token) {
        String[] parts = token.split("\\.");
        try {
            return ProviderApi.json(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""), "token");
        } catch (IllegalArgumentException | RegistryException e) {
            return JsonValue.MISSING;
        }
    }
}
