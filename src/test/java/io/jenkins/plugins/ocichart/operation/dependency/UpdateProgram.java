package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Updates the chart in a folder's {@code chart} in a process of its own, and prints what it has fetched, or why nothing. */
final class UpdateProgram {
    private UpdateProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        DependencySources sources = new DependencySources(Map.of(), Map.of(), List.of(), Requests.NOBODY);
        try {
            new DependencyUpdate(List.of("chart"), false, null, null, sources, Trust.NONE)
                    .run(Path.of(arguments[0]), line -> {})
                    .forEach(one -> System.out.println(one.name() + " " + one.version()));
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }
}
