package io.jenkins.plugins.ocichart.operation.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;

/** A folder that the test's own user cannot write to. */
final class UnwritableFolder {
    private UnwritableFolder() {}

    /** A folder without write permission; for root, whom that doesn't stop, one of a file system of the kernel. */
    static Path in(Path parent) throws IOException {
        Path folder = Files.createDirectory(
                parent.resolve("read-only"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        if (!Files.isWritable(folder)) {
            return folder;
        }
        Path kernel = Path.of("/sys/kernel");
        Assumptions.assumeTrue(Files.isDirectory(kernel), "skipped: root can write to every folder here");
        return kernel;
    }
}
