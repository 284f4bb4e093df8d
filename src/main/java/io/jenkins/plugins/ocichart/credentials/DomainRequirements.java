package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.List;

/** What a credentials domain must allow, for lists, checks and use alike. */
final class DomainRequirements {
    private DomainRequirements() {}

    /** Scheme, host and port of a registry, the scheme's default port if it names none. */
    static List<DomainRequirement> of(RegistryHost registry, boolean plainHttp) {
        String authority = registry.value();
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? Integer.parseInt(authority.substring(colon + 1)) : plainHttp ? 80 : 443;
        return URIRequirementBuilder.create()
                .withScheme(plainHttp ? "http" : "https")
                .withHostnamePort(host, port)
                .build();
    }
}
