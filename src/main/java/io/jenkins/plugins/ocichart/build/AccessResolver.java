package io.jenkins.plugins.ocichart.build;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.config.JenkinsProxy;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.Optional;

/**
 * Decides what a step reaches a registry with. Credentials: the step's own, else the enclosing login block's, else those
 * of a plain login of the build, else the registry's entry in the system configuration, else the agent's own logins.
 * Connection parameters: the step's own, if it has any, else those of the first of these places that knows the registry.
 */
final class AccessResolver {
    private AccessResolver() {}

    /**
     * Decides for one step.
     *
     * @param address a reference that begins with the registry; where it names none the operation says so
     * @param credentialsId the step's own credentials, or null
     */
    static RegistryAccess resolve(
            BuildContext context, String address, String credentialsId, ConnectionParameters connection)
            throws AbortException {
        RegistryHost host = host(address);
        if (host == null) {
            return access(context, connection, null);
        }
        Optional<Login> login = login(context, host);
        Optional<RegistryEndpoint> endpoint = OciChartConfiguration.get().entryFor(address);
        ConnectionParameters effective = !connection.isDefault()
                ? connection
                : login.map(Login::connection)
                        .or(() -> endpoint.map(RegistryEndpoint::connection))
                        .orElse(connection);
        String id = credentialsId != null
                ? credentialsId
                : login.map(Login::credentialsId)
                        .or(() -> endpoint.map(RegistryEndpoint::getCredentialsId))
                        .orElse(null);
        RegistryCredential credential = id == null
                ? null
                : RegistryCredentials.find(id, host, effective.plainHttp(), context.run())
                        .credential();
        return access(context, effective, credential);
    }

    /** What a login itself reaches its registry with: nothing but its own credential. */
    static RegistryAccess access(BuildContext context, ConnectionParameters connection, RegistryCredential credential) {
        return new RegistryAccess(
                connection.toSettings(JenkinsProxy.current()), credential, context.loginEnvironment());
    }

    /** The registry that an address begins with; null where it begins with none. */
    static RegistryHost host(String address) {
        try {
            return RegistryHost.parse(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Optional<Login> login(BuildContext context, RegistryHost host) {
        Optional<Login> block =
                context.logins() == null ? Optional.empty() : context.logins().find(host);
        return block.isPresent() ? block : PlainLogins.find(context.run(), host);
    }
}
