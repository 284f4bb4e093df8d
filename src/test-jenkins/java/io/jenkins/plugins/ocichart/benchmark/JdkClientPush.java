package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import jenkins.security.MasterToSlaveCallable;

/** Runs {@link JdkClientTool} on an agent: what a first push can't save there. */
final class JdkClientPush extends MasterToSlaveCallable<Void, Exception> {
    private static final long serialVersionUID = 1L;

    private final String archive;
    private final String host;
    private final String namespace;
    private final String certificate;

    /** {@code certificate} is the registry's file, or null for plain HTTP. */
    JdkClientPush(String archive, String host, String namespace, String certificate) {
        this.archive = archive;
        this.host = host;
        this.namespace = namespace;
        this.certificate = certificate;
    }

    @Override
    public Void call() throws Exception {
        SSLContext trust = certificate == null ? null : trust(Path.of(certificate));
        new JdkClientTool(trust, DockerRegistry.USER, DockerRegistry.PASSWORD)
                .push(List.of(Path.of(archive)), host, namespace)
                .run();
        return null;
    }

    private static SSLContext trust(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "registry", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
