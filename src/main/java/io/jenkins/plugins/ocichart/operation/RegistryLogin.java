package io.jenkins.plugins.ocichart.operation;

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
        throw new IOException("not there yet");
    }
}
