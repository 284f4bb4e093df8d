package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.text.ServerText;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A server's certificate was refused; remembers which one, to explain it. */
final class UntrustedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final transient X509Certificate certificate;

    UntrustedCertificateException(X509Certificate certificate, CertificateException cause) {
        super(cause);
        this.certificate = certificate;
    }

    String explain(String host) {
        for (Throwable e = getCause(); e != null; e = e.getCause()) {
            if (e instanceof CertificateExpiredException) {
                return "the certificate of " + host + " expired on "
                        + certificate.getNotAfter().toInstant();
            }
            if (e instanceof CertificateNotYetValidException) {
                return "the certificate of " + host + " is not valid before "
                        + certificate.getNotBefore().toInstant() + ": check this machine's clock";
            }
        }
        String reason = String.valueOf(getCause().getMessage());
        if (reason.contains("subject alternative") || reason.contains("No name matching")) {
            return "the certificate is for " + names() + ", not for " + host + ": use the certified name";
        }
        return "the certificate of " + host
                + " is not trusted: add its CA to the registry's settings (caFile) or to the"
                + " JVM's trust store. Issuer: "
                + ServerText.quote(certificate.getIssuerX500Principal().getName(), 200);
    }

    private String names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(0).equals(DNS_NAME) || alternative.get(0).equals(IP_ADDRESS)) {
                    names.add(String.valueOf(alternative.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            // the subject is named then
        }
        if (names.isEmpty()) {
            names.add(certificate.getSubjectX500Principal().getName());
        }
        return ServerText.quote(String.join(", ", names), 200);
    }
}
