package io.jenkins.plugins.ocichart.operation.login;

import io.jenkins.plugins.ocichart.operation.PrivateFiles;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.logins.DockerConfig;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Logins for other tools, in a file of Docker's format: what the registries take, so that of a cloud provider's keys the
 * file has only what they were exchanged for.
 *
 * @param directory absolute path of the file's directory, created if missing, with its parents
 * @param logins how to reach each registry, by its {@code host[:port]}
 */
public record LoginFile(String directory, Map<String, RegistryAccess> logins) implements Serializable {
    /** Docker's name for the file: {@code DOCKER_CONFIG} names its directory only. */
    public static final String NAME = "config.json";

    public LoginFile {
        logins = new LinkedHashMap<>(logins);
    }

    /**
     * Writes the file {@value #NAME}. Directory and file are the owner's alone from the moment they exist, except on
     * Windows. A file that is there already is replaced.
     *
     * @param base the directory that relative TLS files are below
     * @param exchanged logins by registry that need no further exchange
     * @return the logins in the file, whose secrets are to be masked
     * @throws IOException if a login is refused or the file can't be written, in one line
     */
    List<RegistryCredential> write(Path base, Map<String, RegistryCredential> exchanged)
            throws IOException, InterruptedException {
        DockerConfig config = DockerConfig.empty();
        List<RegistryCredential> written = new ArrayList<>();
        for (Map.Entry<String, RegistryAccess> login : logins.entrySet()) {
            RegistryCredential credential = exchanged.get(login.getKey());
            if (credential == null) {
                credential = login.getValue().login(base, login.getKey(), "");
            }
            config = config.with(login.getKey(), credential);
            written.add(credential);
        }
        write(Path.of(directory), config, Platform.current());
        return written;
    }

    static void write(Path directory, DockerConfig config, Platform platform) throws IOException {
        Path file = directory.resolve(NAME);
        try {
            PrivateFiles.folder(directory, platform);
            PrivateFiles.write(file, config.toJson().getBytes(StandardCharsets.UTF_8), platform);
        } catch (IOException e) {
            throw new IOException("cannot write the login file " + file + ": " + ErrorLine.reason(e), e);
        }
    }
}
