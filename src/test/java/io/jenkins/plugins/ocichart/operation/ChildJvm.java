package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs a main class of the tests in a JVM of its own, with the test's own class path. */
final class ChildJvm {
    private ChildJvm() {}

    /** The command line, for callers that wrap it. */
    static List<String> command(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs to the end and returns all that was printed, without the last line end. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("exit status " + status + ": " + output);
        }
        return output.strip();
    }

    static String run(Class<?> main, List<String> jvmOptions, Object... arguments)
            throws IOException, InterruptedException {
        return run(command(
                main, jvmOptions, Stream.of(arguments).map(String::valueOf).toArray(String[]::new)));
    }
}
