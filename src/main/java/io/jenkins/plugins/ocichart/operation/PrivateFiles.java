package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders and files that are the owner's alone from the moment they exist, if the file system knows owners. */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a folder with its parents; one that is there already stays as it is. */
    public static void folder(Path folder, Platform platform) throws IOException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        try {
            Files.createDirectory(folder, platform.ownerOnly("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Writes a file; one that is there already is replaced. */
    public static void write(Path file, byte[] content, Platform platform) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, platform.ownerOnly("rw-------"));
        Files.write(file, content, StandardOpenOption.WRITE);
    }
}
