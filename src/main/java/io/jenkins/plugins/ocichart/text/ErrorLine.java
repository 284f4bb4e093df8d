package io.jenkins.plugins.ocichart.text;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;

/** Turns what the file system throws, which often is a bare path, into a line that says what is wrong. */
public final class ErrorLine {
    private static final Map<Class<?>, String> REASONS = Map.of(
            NoSuchFileException.class, "no such file or folder",
            AccessDeniedException.class, "permission denied",
            FileAlreadyExistsException.class, "exists already",
            NotDirectoryException.class, "is not a folder",
            DirectoryNotEmptyException.class, "is a folder with something in it",
            ReadOnlyFileSystemException.class, "the file system is read-only");

    private ErrorLine() {}

    /** What went wrong, in one line. */
    public static String of(Exception e) {
        if (e instanceof FileSystemException failure && failure.getFile() != null) {
            return failure.getFile() + ": " + reason(e);
        }
        return reason(e);
    }

    /** What went wrong with a file that the reader knows already, in one line without its name. */
    public static String reason(Exception e) {
        String known = REASONS.get(e.getClass());
        if (known != null) {
            return known;
        }
        if (e instanceof FileSystemException failure && failure.getReason() != null) {
            return oneLine(failure.getReason());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e.getMessage());
    }

    /** Throws the interrupt that made a file channel close itself as what it is. */
    public static void rethrowInterrupt(IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException || e.getCause() instanceof ClosedByInterruptException) {
            Thread.interrupted();
            InterruptedException interrupt = new InterruptedException("interrupted");
            interrupt.initCause(e);
            throw interrupt;
        }
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
    }
}
