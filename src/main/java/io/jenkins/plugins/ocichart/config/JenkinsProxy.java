package io.jenkins.plugins.ocichart.config;

import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import jenkins.model.Jenkins;

/** Manage Jenkins » System » Proxy, in the form that travels to agents. */
public final class JenkinsProxy {
    private JenkinsProxy() {}

    /** Jenkins' proxy, or null if it has none. */
    public static ProxySettings current() {
        ProxyConfiguration proxy = Jenkins.get().getProxy();
        if (proxy == null || proxy.getName() == null || proxy.getName().isBlank()) {
            return null;
        }
        Secret password = proxy.getSecretPassword();
        return new ProxySettings(
                proxy.getName(),
                proxy.getPort(),
                proxy.getUserName(),
                password == null ? null : password.getPlainText(),
                proxy.getNoProxyHost());
    }
}
