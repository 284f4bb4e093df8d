package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Collections;

/** Takes the key and its certificate chain out of certificate credentials. */
final class ClientCertificate {
    private ClientCertificate() {}

    /** The first private key of the key store, alone in a new one. */
    static RegistryCredential of(StandardCertificateCredentials credentials) throws IOException {
        String password = credentials.getPassword().getPlainText();
        char[] characters = password.toCharArray();
        try {
            KeyStore source = credentials.getKeyStore();
            for (String alias : Collections.list(source.aliases())) {
                Key key = source.isKeyEntry(alias) ? source.getKey(alias, characters) : null;
                if (key != null) {
                    KeyStore target = KeyStore.getInstance("PKCS12");
                    target.load(null, null);
                    target.setKeyEntry("client", key, characters, source.getCertificateChain(alias));
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    target.store(bytes, characters);
                    return RegistryCredential.clientCertificate(bytes.toByteArray(), password);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
        throw new IOException(Messages.ClientCertificate_noKey());
    }
}
