package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs {@link PushAndPullProgram} or another one in a JVM of its own, with the test's own class path. */
public final class ChildJvm {
    private ChildJvm() {}

    /** The command line, for callers that wrap it. */
    public static List<String> command(List<String> jvmOptions, Object... arguments) {
        return command(PushAndPullProgram.class, jvmOptions, arguments);
    }

    /** The command line for a class with a main method. */
    public static List<String> command(Class<?> program, List<String> jvmOptions, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        return command;
    }

    /** Runs a command to its end and returns all that it printed, without the last line end. */
    public static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException("exit status " + status + ": " + output);
        }
        return output.strip();
    }
}
