package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.config.JenkinsProxy;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.ResolvedCredential;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.login.BuildLogin;
import io.jenkins.plugins.ocichart.login.PlainLogins;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.HostAddress;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What a step says about reaching a registry, and what holds if it says nothing.
 *
 * @param credentialsId the step's own credentials; null or blank for none
 * @param connection the step's own connection parameters
 */
public record RegistryOptions(String credentialsId, ConnectionSettings connection) implements Serializable {
    /** A step that says nothing. */
    static final RegistryOptions NONE = new RegistryOptions(null, ConnectionSettings.DEFAULT);

    /**
     * Decides for one registry. Credentials: the step's own, else those of the enclosing login block, a plain login of the
     * build, or the registry's entry in the system configuration, else the agent's own logins. Connection parameters: the
     * step's own if it has any, else those of the first of these places that knows the registry.
     *
     * @param address a reference that begins with the registry; if it names none the operation says so
     */
    public ResolvedRegistry resolve(BuildContext context, String address) throws AbortException {
        RegistryHost host = RegistryHost.find(address).orElse(null);
        if (host == null) {
            return resolved(context, connection, null);
        }
        Optional<BuildLogin> login = login(context, host);
        Optional<RegistryEndpoint> endpoint = OciChartConfiguration.get().entryFor(address);
        ConnectionSettings known = login.map(BuildLogin::connection)
                .or(() -> endpoint.map(RegistryEndpoint::connection))
                .orElse(connection);
        ConnectionSettings effective = connection.isDefault() ? known : connection;
        String own = Util.fixEmptyAndTrim(credentialsId);
        String id = own != null
                ? own
                : login.map(BuildLogin::credentialsId)
                        .or(() -> endpoint.map(RegistryEndpoint::getCredentialsId))
                        .orElse(null);
        if (own == null
                && id != null
                && connection.plainHttp()
                && !known.plainHttp()
                && !HostAddress.isLoopback(host.value().replaceFirst(":\\d+$", ""))) {
            throw new AbortException(
                    "plainHttp would send the login '" + id + "' of " + host + " unencrypted, which was"
                            + " set up for HTTPS. Set plainHttp where that login is (the system configuration or"
                            + " ociRegistryLogin), or name credentialsId in this step.");
        }
        ResolvedCredential credential =
                id == null ? null : RegistryCredentials.find(id, host, effective.plainHttp(), context.run());
        return resolved(context, effective, credential);
    }

    /** What one credential alone reaches a registry with; null for the agent's own logins. */
    static ResolvedRegistry resolved(
            BuildContext context, ConnectionSettings connection, ResolvedCredential credential) {
        SecretMask mask = credential == null
                ? null
                : SecretMask.of(credential, List.of(), context.run().getCharset());
        return new ResolvedRegistry(
                new RegistryAccess(
                        connection.withProxy(JenkinsProxy.current()),
                        credential == null ? null : credential.credential(),
                        context.loginEnvironment()),
                new AgentCall(context.directory(), context.listener(), mask));
    }

    private static Optional<BuildLogin> login(BuildContext context, RegistryHost host) {
        Optional<BuildLogin> block =
                context.logins() == null ? Optional.empty() : context.logins().find(host);
        return block.isPresent() ? block : PlainLogins.find(context.run(), host);
    }
}
