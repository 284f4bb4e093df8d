package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.provider.ProviderLogins;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.logins.AgentLogins;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How an operation reaches its registry.
 *
 * @param settings connection and TLS settings; relative files are below the directory that the operation runs in
 * @param credential what to log in with; null means what Helm's and Docker's own files on this machine have for the
 *     registry, then what the machine has with the registry's cloud provider, then no login
 * @param environment the {@link #variableNames} that say where those files and the provider's logins are
 */
public record RegistryAccess(
        ConnectionSettings settings, RegistryCredential credential, Map<String, String> environment)
        implements Serializable {
    public RegistryAccess {
        Objects.requireNonNull(settings, "settings");
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }

    /** The names of the variables that lead to logins on a machine; others may hold secrets of other things. */
    public static Set<String> variableNames() {
        Set<String> names = new TreeSet<>(AgentLogins.variableNames());
        names.addAll(ProviderLogins.variableNames());
        return names;
    }

    /**
     * The {@link #variableNames} of an environment. Names may be written in any case, as on Windows, whose {@code PATH} is
     * called {@code Path}.
     */
    public static Map<String, String> select(Map<String, String> environment) {
        Set<String> names = variableNames();
        Map<String, String> selected = new TreeMap<>(environment);
        selected.keySet().removeIf(name -> !names.contains(name.toUpperCase(Locale.ROOT)));
        return selected;
    }

    /**
     * A client of this registry with the login that applies. The registry isn't asked yet, a cloud provider whose login has to
     * be exchanged is.
     *
     * @param repository what is used of the registry, or the beginning of its path: the machine may have another login
     *     for it; empty for none
     */
    public RegistryClient open(Path directory, String host, String repository)
            throws IOException, InterruptedException {
        return open(directory, host, login(directory, host, repository));
    }

    /** A client that logs in with what {@link #login} has returned. */
    public RegistryClient open(Path directory, String host, RegistryCredential login) throws IOException {
        return RegistryClient.open(host, settings.below(directory), login);
    }

    /**
     * What the registry is shown: the credential, exchanged at the registry's cloud provider if necessary; the machine's
     * own login if there is no credential.
     */
    public RegistryCredential login(Path directory, String host, String repository)
            throws IOException, InterruptedException {
        ProviderLogins provider = ProviderLogins.of(host, settings.below(directory));
        if (credential != null) {
            return provider.exchange(credential);
        }
        Map<String, String> variables = Platform.current().variables(environment);
        try {
            Optional<RegistryCredential> found = AgentLogins.find(host, repository, variables);
            return found.isPresent()
                    ? found.get()
                    : provider.ofMachine(variables).orElse(RegistryCredential.anonymous());
        } catch (InvalidPathException e) {
            throw new IOException(
                    variables.entrySet().stream()
                                    .filter(variable -> variable.getValue().equals(e.getInput()))
                                    .map(Map.Entry::getKey)
                                    .findFirst()
                                    .orElse("a variable that leads to logins")
                            + " is not a valid path: " + e.getReason(),
                    e);
        }
    }

    /** Without the environment, which may hold secrets of the build. */
    @Override
    public String toString() {
        return "RegistryAccess[settings=" + settings + ", credential=" + credential + "]";
    }
}
