package io.jenkins.plugins.ocichart.config;

import hudson.Util;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.Serializable;

/**
 * The connection parameters of a step or of a registry's entry, as a build keeps them. Immutable. Not a record: XStream
 * can't read those back.
 */
public final class ConnectionParameters implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean plainHttp;
    private final boolean insecureSkipTlsVerify;
    private final String caFile;
    private final String certFile;
    private final String keyFile;

    /**
     * See the fields of the forms for what each means.
     *
     * @param caFile null or blank for none, as are the other files
     */
    public ConnectionParameters(
            boolean plainHttp, boolean insecureSkipTlsVerify, String caFile, String certFile, String keyFile) {
        this.plainHttp = plainHttp;
        this.insecureSkipTlsVerify = insecureSkipTlsVerify;
        this.caFile = Util.fixEmptyAndTrim(caFile);
        this.certFile = Util.fixEmptyAndTrim(certFile);
        this.keyFile = Util.fixEmptyAndTrim(keyFile);
    }

    /** Whether the registry is spoken to without TLS. */
    public boolean plainHttp() {
        return plainHttp;
    }

    /** Whether nothing was said, so that those of another place may hold. */
    public boolean isDefault() {
        return !plainHttp && !insecureSkipTlsVerify && !namesFiles();
    }

    /** Whether files of the machine that connects are named. */
    public boolean namesFiles() {
        return caFile != null || certFile != null || keyFile != null;
    }

    /** What the registry client takes. */
    public ConnectionSettings toSettings(ProxySettings proxy) {
        return new ConnectionSettings(plainHttp, insecureSkipTlsVerify, caFile, certFile, keyFile, proxy);
    }
}
