package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TlsSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** What is needed to reach a registry, checked, and the connection that comes of it with the first request. */
final class LazyConnection implements Closeable {
    private final RegistryHost host;
    private final boolean plainHttp;
    private final RegistryCredential credential;
    private final HttpTransport transport;
    private RegistryConnection connection;

    private LazyConnection(
            RegistryHost host, boolean plainHttp, RegistryCredential credential, HttpTransport transport) {
        this.host = host;
        this.plainHttp = plainHttp;
        this.credential = credential;
        this.transport = transport;
    }

    static LazyConnection prepare(
            String registryHost,
            ConnectionSettings settings,
            RegistryCredential credential,
            TimeLimits limits,
            RetryPolicy retries)
            throws RegistryException {
        try {
            RegistryHost host = new RegistryHost(registryHost, List.of());
            requireSendable(host, credential);
            TlsSettings tls = tls(settings, credential, host);
            HttpTransport transport = HttpTransport.open(tls, settings.proxy(), limits, retries);
            return new LazyConnection(host, settings.plainHttp(), credential, transport);
        } catch (RegistryException e) {
            throw e;
        } catch (IllegalArgumentException | IOException e) {
            throw new RegistryException(e.getMessage(), e);
        }
    }

    private static void requireSendable(RegistryHost host, RegistryCredential credential) throws RegistryException {
        if (URI.create("https://" + host.endpoint()).getHost() == null) {
            throw new RegistryException("Java cannot contact " + host
                    + ", since host names must not have an underscore: use another name or its address");
        }
        if (credential.user() != null && credential.user().indexOf(':') >= 0) {
            throw new RegistryException("colons(:) are not allowed in username");
        }
        boolean token = credential.kind() == RegistryCredential.Kind.BEARER;
        if (token && !credential.secret().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RegistryException(
                    "the token for " + host + " has characters that no token has: check what is stored");
        }
    }

    private static TlsSettings tls(ConnectionSettings settings, RegistryCredential credential, RegistryHost host) {
        TlsSettings.ClientKey key = credential.kind() == RegistryCredential.Kind.CLIENT_CERTIFICATE
                ? new TlsSettings.ClientKey(credential.keyStore(), credential.secret())
                : null;
        return new TlsSettings(
                settings.insecureSkipTlsVerify(),
                settings.caFile(),
                settings.certFile(),
                settings.keyFile(),
                key,
                Origin.of(URI.create("https://" + host.endpoint())).host());
    }

    RegistryHost host() {
        return host;
    }

    synchronized RegistryConnection get() {
        if (connection == null) {
            connection = RegistryConnection.open(transport, host, plainHttp, credential);
        }
        return connection;
    }

    @Override
    public void close() {
        transport.close();
    }
}
