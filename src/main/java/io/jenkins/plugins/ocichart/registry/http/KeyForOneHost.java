package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.registry.Origin;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows a client certificate to one host only, not to token or storage hosts that it points to. */
final class KeyForOneHost extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager delegate;
    private final String host;

    KeyForOneHost(X509ExtendedKeyManager delegate, String host) {
        this.delegate = delegate;
        this.host = Origin.withoutBrackets(host);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        String peer = engine.getPeerHost();
        if (peer == null || !Origin.withoutBrackets(peer).equalsIgnoreCase(host)) {
            return null;
        }
        String chosen = delegate.chooseEngineClientAlias(keyTypes, issuers, engine);
        // A server that names other CAs than the certificate's gets it anyway, and can say why it refuses.
        return chosen != null ? chosen : delegate.chooseEngineClientAlias(keyTypes, null, engine);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return delegate.getClientAliases(keyType, issuers);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return delegate.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return delegate.getPrivateKey(alias);
    }
}
