package io.jenkins.plugins.ocichart.operation.sigstore;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.Origin;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;

/**
 * How an operation reaches a log.
 *
 * @param url the log's address without a slash at its end
 * @param settings connection and TLS settings; relative files are below the directory that the operation runs in
 * @param asksForKey whether the log is asked for its public key, too; not if the key is known
 */
public record RekorAccess(URI url, ConnectionSettings settings, boolean asksForKey) implements Serializable {
    /**
     * Reads the address of a log.
     *
     * @throws IOException if it is none, or one that must not be used; the message doesn't show a login in it
     */
    public static URI parse(String text, boolean plainHttp) throws IOException {
        URI uri = ServiceRequest.parse("rekorUrl", text.strip().replaceFirst("/+$", ""));
        Origin origin = Origin.of(uri);
        if (!origin.isSecure() && !plainHttp && !HostAddress.isLoopback(origin.host())) {
            throw new IOException("rekorUrl " + uri + " is not encrypted; use https, or set plainHttp");
        }
        return uri;
    }
}
