package io.jenkins.plugins.ocichart.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The {@code helm} program that is on the path. It finds the logins of {@link EmbeddedHelm}, because both read the
 * environment of the test's own process.
 */
public final class HelmProgram {
    private final Path program;

    private HelmProgram(Path program) {
        this.program = program;
    }

    /** The program; where there is none, the test that asks for it is skipped. */
    public static HelmProgram onPath() {
        for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(entry, "helm");
            if (Files.isExecutable(candidate)) {
                return new HelmProgram(candidate);
            }
        }
        Assumptions.abort("skipped: no helm on the path");
        throw new IllegalStateException();
    }

    /** Runs a command and returns all that it prints; fails where the program fails. */
    public String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new EmbeddedHelm.HelmFailure(output);
        }
        return output;
    }
}
