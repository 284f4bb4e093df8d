package com.cloudbees.plugins.credentials.domains;

import java.util.List;

public class URIRequirementBuilder {
    private URIRequirementBuilder() {}

    public static URIRequirementBuilder create() {
        return new URIRequirementBuilder();
    }

    public URIRequirementBuilder withScheme(String scheme) {
        return this;
    }

    public URIRequirementBuilder withHostname(String hostname) {
        return this;
    }

    public URIRequirementBuilder withHostnamePort(String hostname, int port) {
        return this;
    }

    public List<DomainRequirement> build() {
        return List.of();
    }
}
