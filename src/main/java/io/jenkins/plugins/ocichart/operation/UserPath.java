package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths that users type and read. */
public final class UserPath {
    private UserPath() {}

    /**
     * A path as it was typed, relative or absolute; empty for null.
     *
     * @throws IOException if this system has no such paths; names the parameter
     */
    public static Path of(String parameter, String text) throws IOException {
        try {
            return Path.of(text == null ? "" : text.strip());
        } catch (InvalidPathException e) {
            throw new IOException(parameter + " '" + text + "' is not a valid path: " + e.getReason(), e);
        }
    }

    /**
     * The workspace that a directory is in.
     *
     * @param workspace the variable {@code WORKSPACE}; null if there is none
     * @return the directory itself if it isn't below the workspace
     */
    public static Path workspace(Path directory, String workspace) throws IOException {
        Path root = directory.resolve(of("WORKSPACE", workspace)).normalize();
        return directory.startsWith(root) ? root : directory;
    }

    /** A path for messages and results, with slashes. */
    public static String shown(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** The same, relative to {@code directory} if it is below it. */
    public static String shown(Path directory, Path path) {
        return shown(path.startsWith(directory) ? directory.relativize(path) : path);
    }
}
