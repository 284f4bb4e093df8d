package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code openssl} on the path; tests are skipped where there is none. */
public final class OpenSsl {
    private OpenSsl() {}

    /** Runs a command in a directory and returns all that it prints; fails where the program fails. */
    public static String run(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Programs.onPath("openssl", "").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("openssl " + arguments[0] + ": " + output);
        }
        return output;
    }
}
