package io.jenkins.plugins.ocichart.demo;

import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.util.Secret;

/** The user name and password that demo/Jenkinsfile names. */
record DemoCredentials(String id, String user, String password) implements StandardUsernamePasswordCredentials {
    @Override
    public String getId() {
        return id;
    }

    @Override
    public String getDescription() {
        return "login of the demo's registry";
    }

    @Override
    public String getUsername() {
        return user;
    }

    @Override
    public Secret getPassword() {
        return Secret.fromString(password);
    }

    @Override
    public CredentialsScope getScope() {
        return CredentialsScope.GLOBAL;
    }

    @Override
    public CredentialsDescriptor getDescriptor() {
        throw new UnsupportedOperationException("no form without Jenkins");
    }
}
