package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Logins of cloud providers that their registries don't take as they are: AWS access keys, the key of a Google service
 * account, Microsoft Entra tokens. They are exchanged for what the registry takes, at addresses of the provider that follow
 * from the registry's host name alone; for any other host nothing is done and nothing is sent.
 */
public final class ProviderLogins {
    private static final Pattern AWS_KEY_ID = Pattern.compile("(?:AKIA|ASIA)[A-Z0-9]{16}");
    private static final Set<String> GOOGLE_KEY_USERS = Set.of("_json_key", "_json_key_base64");

    private final String host;
    private final Optional<Provider> provider;
    private final MetadataService metadata;

    private ProviderLogins(String host, Optional<Provider> provider, MetadataService metadata) {
        this.host = host;
        this.provider = provider;
        this.metadata = metadata;
    }

    /**
     * The logins for one registry; sends nothing yet.
     *
     * @param registryHost {@code host[:port]}
     * @param settings how the registry is reached; proxy and trusted certificates go for its provider too
     */
    public static ProviderLogins of(String registryHost, ConnectionSettings settings) {
        return of(registryHost, settings, new MetadataService(MetadataService.OF_INSTANCE));
    }

    static ProviderLogins of(String registryHost, ConnectionSettings settings, MetadataService metadata) {
        String host = registryHost.toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
        ProviderApi api = new ProviderApi(settings);
        Optional<Provider> provider = EcrEndpoint.of(host)
                .<Provider>map(endpoint -> new AmazonLogin(host, endpoint, api))
                .or(() -> AzureLogin.of(host, api))
                .or(() -> GoogleLogin.of(host, api));
        return new ProviderLogins(host, provider, metadata);
    }

    /** The names of the variables with which machines' logins are found, whatever the provider. */
    public static Set<String> variableNames() {
        return Stream.of(
                        AwsKeyChain.VARIABLES,
                        AwsProfile.VARIABLES,
                        AwsRole.VARIABLES,
                        AzureLogin.VARIABLES,
                        GoogleLogin.VARIABLES)
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What the registry takes in place of a login that the user gave; the login itself if nothing has to be exchanged.
     *
     * @throws IOException if the provider refuses, or if the login is a key of a provider that this host isn't known to belong
     *     to: shown there, say after a typo, it would be public; in one line
     */
    public RegistryCredential exchange(RegistryCredential login) throws IOException, InterruptedException {
        RegistryCredential shown = provider.isPresent() ? provider.get().exchange(login) : login;
        String user = shown.user() == null ? "" : shown.user();
        if (shown.kind() == RegistryCredential.Kind.SERVICE_ACCOUNT_KEY
                || GOOGLE_KEY_USERS.contains(user)
                        && provider.filter(GoogleLogin.class::isInstance).isEmpty()) {
            throw foreign("the key of a Google service account", "registries of Google");
        }
        if (AWS_KEY_ID.matcher(user).matches()) {
            throw foreign("an AWS access key", "registries of Amazon (ECR)");
        }
        return shown;
    }

    private UnauthorizedException foreign(String what, String registries) {
        return new UnauthorizedException("not sent to " + host + ": the login is " + what + ", which only " + registries
                + " take. Check the registry's name, or use a login of " + host);
    }

    /**
     * The login that this machine has with the registry's provider, ready for the registry; empty if there is none.
     *
     * @param environment the {@link #variableNames} with which the provider's own tools find a login
     * @throws IOException if there is one and the provider refuses it, in one line
     */
    public Optional<RegistryCredential> ofMachine(Map<String, String> environment)
            throws IOException, InterruptedException {
        return provider.isPresent() ? provider.get().ofMachine(environment, metadata) : Optional.empty();
    }
}
