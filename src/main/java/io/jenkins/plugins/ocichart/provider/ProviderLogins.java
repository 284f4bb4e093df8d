package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Logins of cloud providers that their registries don't take as they are: AWS access keys, the key of a Google service
 * account, Microsoft Entra tokens. They are exchanged for what the registry takes, at addresses of the provider that follow
 * from the registry's host name alone; for any other host nothing is done and nothing is sent.
 */
public final class ProviderLogins {
    private final Optional<Provider> provider;
    private final MetadataService metadata;

    private ProviderLogins(Optional<Provider> provider, MetadataService metadata) {
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
        return new ProviderLogins(provider, metadata);
    }

    /**
     * What the registry takes in place of a login that the user gave; the login itself where nothing has to be exchanged.
     *
     * @throws IOException where the provider refuses, in one line
     */
    public RegistryCredential exchange(RegistryCredential login) throws IOException, InterruptedException {
        return provider.isPresent() ? provider.get().exchange(login) : login;
    }

    /**
     * The login that this machine has with the registry's provider, ready for the registry; empty where there is none.
     *
     * @param environment the variables with which the provider's own tools find a login: {@code AWS_*}, {@code AZURE_*},
     *     {@code GOOGLE_APPLICATION_CREDENTIALS}, {@code HOME}
     * @throws IOException where there is one and the provider refuses it, in one line
     */
    public Optional<RegistryCredential> ofMachine(Map<String, String> environment)
            throws IOException, InterruptedException {
        return provider.isPresent() ? provider.get().ofMachine(environment, metadata) : Optional.empty();
    }
}
