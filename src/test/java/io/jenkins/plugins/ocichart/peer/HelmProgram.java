package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        return onPath("helm");
    }

    /** The program of another name, such as {@code helm4}. */
    public static HelmProgram onPath(String name) {
        return new HelmProgram(Programs.onPath(name, ""));
    }

    /** Helm 3 as {@code helm3}, where versions side by side have such names; skips otherwise. */
    public static HelmProgram three() {
        return new HelmProgram(Programs.onPath("helm3", ", which judges Helm's behavior"));
    }

    /** Where it is. */
    public Path path() {
        return program;
    }

    /** Runs a command and returns all that it prints; fails where the program fails. */
    public String run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    /** What a command that succeeds prints on standard output alone. */
    public String output(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The same with these variables on top of the test's own. */
    public String run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new EmbeddedHelm.HelmFailure(output);
        }
        return output;
    }
}
