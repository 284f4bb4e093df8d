package io.jenkins.plugins.ocichart.helm;

import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts one of the real programs on the path of a build, and watches how it is used. */
final class Helms {
    private Helms() {}

    /**
     * A build that finds this program as {@code helm}; skipped if it is missing. Each use adds its command line to {@code
     * arguments}, and what is in its private folder to {@code files}.
     */
    static StepBuild build(Path directory, String program) throws IOException {
        Path bin = bin(directory, program);
        return StepBuild.in(directory).withVariable("PATH", bin + ":/usr/bin:/bin");
    }

    /** The folder to put on the path. */
    static Path bin(Path directory, String program) throws IOException {
        Path helm = HelmProgram.onPath(program).path();
        Path folder = Files.createDirectories(directory.resolve("bin"));
        Path script = Files.writeString(folder.resolve("helm"), """
                #!/bin/sh
                tr '\\0' ' ' < /proc/$$/cmdline >> %1$s/arguments
                echo >> %1$s/arguments
                %2$s "$@"
                status=$?
                if [ "$1" != version ]; then
                  (cd "$HELM_CACHE_HOME/.." 2>/dev/null || cd "$HELM_CONFIG_HOME/..";
                   stat -c '%%a %%n' .; find . -type f -exec stat -c '%%a %%n' {} + -exec cat {} +) >> %1$s/files
                fi
                exit $status
                """.formatted(directory, helm));
        script.toFile().setExecutable(true);
        return folder;
    }
}
