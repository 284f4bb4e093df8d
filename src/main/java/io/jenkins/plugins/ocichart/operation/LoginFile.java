package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.DockerConfig;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logins that other tools are to find in a file of Docker's format.
 *
 * @param logins credentials by the registry's {@code host[:port]}
 */
public record LoginFile(Map<String, RegistryCredential> logins) implements Serializable {
    /** Docker's name for the file: {@code DOCKER_CONFIG} names its directory only. */
    public static final String NAME = "config.json";

    public LoginFile {
        logins = new LinkedHashMap<>(logins);
    }

    /**
     * Writes the file {@value #NAME}. Directory and file are the owner's alone from the moment they exist, where the file
     * system knows owners. A file that is there already is replaced.
     *
     * @param directory created where missing, with its parents
     * @throws IOException where it can't be written, in one line
     */
    public void write(Path directory) throws IOException {
        DockerConfig config = DockerConfig.empty();
        for (Map.Entry<String, RegistryCredential> login : logins.entrySet()) {
            config = config.with(login.getKey(), login.getValue());
        }
        Path file = directory.resolve(NAME);
        try {
            Files.createDirectories(directory.toAbsolutePath().getParent());
            try {
                Files.createDirectory(directory, ownerOnly("rwx------"));
            } catch (FileAlreadyExistsException e) {
                Files.deleteIfExists(file);
            }
            Files.createFile(file, ownerOnly("rw-------"));
            Files.write(file, config.toJson().getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("cannot write the login file " + file + ": " + e, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
