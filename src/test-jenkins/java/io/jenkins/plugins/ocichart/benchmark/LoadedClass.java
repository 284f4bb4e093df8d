package io.jenkins.plugins.ocichart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A class that an agent has loaded, as {@code -Xlog:class+load} says.
 *
 * @param time milliseconds since the epoch
 * @param origin whose it is
 */
record LoadedClass(long time, String name, String origin) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx");

    static List<LoadedClass> read(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("["))
                    .map(LoadedClass::parse)
                    .toList();
        }
    }

    private static LoadedClass parse(String line) {
        int end = line.indexOf(']');
        String rest = line.substring(end + 2);
        return new LoadedClass(
                OffsetDateTime.parse(line.substring(1, end), TIME).toInstant().toEpochMilli(),
                rest.replaceFirst(" .*", ""),
                origin(rest));
    }

    private static String origin(String line) {
        if (line.contains("Lambda") || line.startsWith("java.lang.invoke.")) {
            return "lambdas";
        }
        if (line.startsWith("io.jenkins.plugins.ocichart.")) {
            return "ours";
        }
        if (line.contains("source: shared objects file") || line.contains("source: jrt:/")) {
            return "JDK";
        }
        if (line.matches("(hudson|jenkins|org\\.jenkinsci|org\\.kohsuke|org\\.jvnet)\\..*")) {
            return "Jenkins";
        }
        return line.matches("(jdk|java|sun)\\..*") ? "JDK" : "libraries";
    }
}
