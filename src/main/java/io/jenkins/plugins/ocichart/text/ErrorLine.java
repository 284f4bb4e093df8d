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

/** Turns what the file system throws, which often is a bare path, into a line that says what is wrong. */
public final class ErrorLine {
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
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        if (e instanceof NotDirectoryException) {
            return "is not a folder";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "is a folder with something in it";
        }
        if (e instanceof ReadOnlyFileSystemException) {
            return "the file system is read-only";
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
