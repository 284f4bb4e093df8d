package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;

/** Checks a login, as {@code helm registry login} does before it stores one. */
public final class RegistryLogin {
    private RegistryLogin() {}

    /**
     * Checks the credential against the registry and prints {@code Login Succeeded}.
     *
     * @param directory the directory that relative TLS files are below
     * @return the registry as {@code host[:port]}, without what was stripped: the key to store the login under
     * @throws IOException {@code authenticating to "HOST": CAUSE}, or a name that is no registry's
     * @throws InterruptedException where the thread was interrupted
     */
    public static String check(Path directory, LoginRequest request, Progress progress)
            throws IOException, InterruptedException {
        RegistryHost host = host(request.registry(), progress);
        try (RegistryClient client = open(directory.toAbsolutePath(), request.access(), host.value())) {
            client.login();
            new Console(progress).warnings(host.value(), client);
        }
        progress.line("Login Succeeded");
        return host.value();
    }

    private static RegistryClient open(Path directory, RegistryAccess access, String host)
            throws IOException, InterruptedException {
        try {
            return access.open(directory, host, "");
        } catch (UnauthorizedException | ConnectionException e) {
            throw new IOException("authenticating to \"" + host + "\": " + e.getMessage(), e);
        }
    }

    private static RegistryHost host(String registry, Progress progress) throws IOException {
        if (registry.isBlank()) {
            throw new IOException("registry is empty: write HOST[:PORT]");
        }
        if (registry.contains("@")) {
            throw new IOException("registry must be HOST[:PORT] alone: a login goes into credentialsId");
        }
        RegistryHost host;
        try {
            host = RegistryHost.parse(registry);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage() + "; write HOST[:PORT]", e);
        }
        if (!host.stripped().isEmpty()) {
            progress.line("WARNING: a registry is a host, with a port where needed: ignoring '"
                    + String.join("' and '", host.stripped()) + "', logging in to " + host.value());
        }
        return host;
    }
}
