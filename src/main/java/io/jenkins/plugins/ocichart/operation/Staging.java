package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A hidden folder inside the one that gets the result, so that what is complete moves to its name in one step. Closing it
 * removes it, and before {@link #keep} also every folder that was made for it.
 */
public final class Staging implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Staging.class.getName());
    private static final String PREFIX = ".oci-chart-";

    /** No transfer lasts that long. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;
    private final Deque<Path> made;
    private Path hidden;
    private boolean kept;

    private Staging(Path folder, Deque<Path> made) {
        this.folder = folder;
        this.made = made;
    }

    /**
     * Makes the folder if it is missing.
     *
     * @throws IOException {@code cannot write to FOLDER: CAUSE}; nothing is left behind
     */
    public static Staging in(Path folder) throws IOException {
        Staging staging = new Staging(folder, new ArrayDeque<>());
        try {
            staging.makeFolders(folder);
            deleteLeftovers(folder);
            staging.hidden = Files.createTempDirectory(folder, PREFIX);
            return staging;
        } catch (IOException e) {
            staging.close();
            throw new IOException("cannot write to " + folder + ": " + ErrorLine.reason(e), e);
        }
    }

    /** A path in the hidden folder. */
    public Path resolve(String name) {
        return hidden.resolve(name);
    }

    /** Moves a complete file or folder from the hidden folder to this name, replacing a file of that name. */
    public void move(Path staged, String name) throws IOException {
        Path target = folder.resolve(name);
        try {
            Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("cannot write " + target + ": " + ErrorLine.reason(e), e);
        }
    }

    /** Says that the result is in place: the folders made for it stay. */
    public void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (hidden != null) {
            deleteTree(hidden);
        }
        while (!kept && !made.isEmpty()) {
            Path last = made.pop();
            try {
                Files.deleteIfExists(last);
            } catch (IOException e) {
                return; // somebody else put something in: it stays
            }
        }
    }

    private void makeFolders(Path wanted) throws IOException {
        if (Files.isDirectory(wanted)) {
            return;
        }
        if (wanted.getParent() != null) {
            makeFolders(wanted.getParent());
        }
        try {
            Files.createDirectory(wanted);
            made.push(wanted);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(wanted)) {
                throw new IOException(wanted + " is not a folder", e);
            }
        }
    }

    /** Deletes the hidden folders that operations have left whose process was killed; what can't be deleted stays. */
    private static void deleteLeftovers(Path folder) {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path old : found) {
                BasicFileAttributes attributes =
                        Files.readAttributes(old, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()
                        && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
                    deleteTree(old);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOGGER.log(Level.FINE, e, () -> "Looking for what was left in " + folder);
        }
    }

    /**
     * Deletes a folder with all that is in it; links are not followed. After a success the hidden folder is empty, and a walk
     * through it would take as long as all else that is done here.
     */
    public static void deleteTree(Path root) throws IOException {
        try {
            Files.delete(root);
            return;
        } catch (DirectoryNotEmptyException e) {
            // what is in it has to go first
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
