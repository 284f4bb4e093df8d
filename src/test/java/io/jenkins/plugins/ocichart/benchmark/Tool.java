package io.jenkins.plugins.ocichart.benchmark;

import java.nio.file.Path;
import java.util.List;

/** One of the programs and libraries that are compared. What is made ready is not timed; running it is. */
interface Tool {
    /** What the tables call it. */
    String name();

    /**
     * Readies a push of archives to {@code oci://host/namespace}, all in one command where the tool can do that.
     *
     * @param archives archives of one folder
     */
    Action push(List<Path> archives, String host, String namespace) throws Exception;

    /**
     * Readies a pull.
     *
     * @param version an exact version or a range
     * @param directory an empty folder for the archive
     */
    Action pull(String host, String repository, String version, Path directory) throws Exception;

    /** The timed part. */
    @FunctionalInterface
    interface Action {
        /** Does it; a failure is an exception, never a fast result. */
        void run() throws Exception;
    }
}
