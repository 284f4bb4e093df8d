package io.jenkins.plugins.ocichart.operation.login;

import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks a login, as {@code helm registry login} does before it stores one, prints {@code Login Succeeded}, and writes the
 * login file that other tools read. What a cloud provider's keys are exchanged for serves both.
 *
 * @param registry {@code host[:port]}; a scheme or a path is stripped with a warning, as Helm does
 * @param access how to reach the registry, with the credential to check
 * @param file the login file to write after the check, null for none
 */
public record LoginCheck(String registry, RegistryAccess access, LoginFile file)
        implements Operation<List<RegistryCredential>> {
    public LoginCheck {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(access, "access");
    }

    /**
     * Checks the login and writes the file.
     *
     * @return the logins in the file, whose secrets are to be masked; empty without a file
     * @throws IOException {@code authenticating to "HOST": CAUSE}, a name that is no registry's, or a file that can't be
     *     written
     */
    @Override
    public List<RegistryCredential> run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath();
        RegistryHost host = host(registry, progress);
        RegistryCredential credential;
        try {
            credential = access.login(base, host.value(), "");
        } catch (UnauthorizedException | ConnectionException e) {
            throw new IOException("authenticating to \"" + host.value() + "\": " + e.getMessage(), e);
        }
        try (RegistryClient client = access.open(base, host.value(), credential)) {
            client.login();
            new Console(progress).warnings(host.value(), client);
        }
        progress.line("Login Succeeded");
        return file == null ? List.of() : file.write(base, Map.of(host.value(), credential));
    }

    private static RegistryHost host(String registry, Progress progress) throws IOException {
        if (registry.isBlank()) {
            throw new IOException("registry is empty; use HOST[:PORT]");
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
