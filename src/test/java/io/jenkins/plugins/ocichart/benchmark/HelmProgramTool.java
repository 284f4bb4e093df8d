package io.jenkins.plugins.ocichart.benchmark;

import java.nio.file.Path;
import java.util.List;

/**
 * The {@code helm} program of the path, one process per chart, as {@code sh 'helm push …'} runs it.
 *
 * @param program {@code helm}, or another name of one
 */
record HelmProgramTool(String program) implements ProcessTool {
    @Override
    public String name() {
        return "Helm, program";
    }

    @Override
    public List<List<String>> pushCommands(List<Path> archives, String host, String namespace) {
        return archives.stream()
                .map(archive ->
                        List.of(program, "push", archive.toString(), "oci://" + host + "/" + namespace, "--plain-http"))
                .toList();
    }

    @Override
    public List<List<String>> pullCommands(String host, String repository, String version, Path directory) {
        return List.of(List.of(
                program,
                "pull",
                "oci://" + host + "/" + repository,
                "--version",
                version,
                "--destination",
                directory.toString(),
                "--plain-http"));
    }
}
