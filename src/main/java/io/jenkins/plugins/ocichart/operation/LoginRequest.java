package io.jenkins.plugins.ocichart.operation;

import java.io.Serializable;
import java.util.Objects;

/**
 * What {@link RegistryLogin} is asked to check.
 *
 * @param registry {@code host[:port]}; a scheme or a path is stripped with a warning, as Helm does
 * @param access how to reach the registry, with the credential to check
 */
public record LoginRequest(String registry, RegistryAccess access) implements Serializable {
    public LoginRequest {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(access, "access");
    }
}
