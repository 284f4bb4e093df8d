package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.net.http.HttpHeaders;

/** Content is asked for as it is; an answer that is compressed on the way can't match its digest. */
final class Encodings {
    private Encodings() {}

    static void requireIdentity(HttpHeaders headers, Origin host) throws RegistryException {
        String encoding = headers.firstValue("Content-Encoding").orElse("identity");
        if (!encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw new RegistryException(
                    host.authority()
                            + ", or a proxy before it, compressed the content although that was not asked for (Content-Encoding)");
        }
    }
}
