package com.cloudbees.plugins.credentials;

import org.kohsuke.stapler.export.ExportedBean;

@ExportedBean
public class BaseCredentials implements Credentials {
    private final CredentialsScope scope;

    protected BaseCredentials() {
        this(null);
    }

    public BaseCredentials(CredentialsScope scope) {
        this.scope = scope;
    }

    @Override
    public CredentialsScope getScope() {
        return scope;
    }

    @Override
    public CredentialsDescriptor getDescriptor() {
        throw new UnsupportedOperationException("stand-in");
    }
}
