package io.jenkins.plugins.ocichart.demo;

import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.pipeline.PipelineRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The plugin's main job in one command: a registry with a login starts, real Helm packages two charts,
 * {@code demo/Jenkinsfile} pushes them, lists the versions of one and pulls it back through the plugin's steps, and real
 * Helm pulls what was pushed.
 */
public final class Demo {
    private static final String CREDENTIALS_ID = "demo-registry";

    private final Path directory;
    private final PrintStream out;

    /**
     * @param directory an empty folder for everything the demo writes
     * @param out where it tells what it does
     */
    Demo(Path directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
    }

    /** Runs the demo in a new folder below the first argument; exits with 1 if anything failed. */
    public static void main(String[] arguments) throws IOException {
        Path base = Files.createDirectories(Path.of(arguments[0]));
        System.exit(new Demo(Files.createTempDirectory(base, "run-"), System.out).run() ? 0 : 1);
    }

    /** Whether the Jenkinsfile succeeded and real Helm pulled the bytes that were packaged. */
    boolean run() throws IOException {
        Path workspace = Files.createDirectories(directory.resolve("workspace"));
        Path dist = Files.createDirectories(workspace.resolve("dist"));
        for (String chart : List.of("web", "api")) {
            EmbeddedHelm.pack(Path.of("demo", "charts", chart), dist);
        }
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            heading("demo/Jenkinsfile, with a registry at " + registry.host());
            PipelineRunner pipeline =
                    new PipelineRunner(directory.resolve("build"), workspace, Map.of("REGISTRY", registry.host()), out);
            TestCredentials.add(CREDENTIALS_ID, EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
            Result result;
            try {
                result = pipeline.run(Files.readString(Path.of("demo", "Jenkinsfile")));
            } finally {
                TestCredentials.remove(CREDENTIALS_ID);
            }
            if (result != Result.SUCCESS) {
                return false;
            }
            heading("the artifact oci-charts.json");
            out.println(pipeline.build().artifact("oci-charts.json"));
            return helmPulls(registry, dist);
        }
    }

    /** Helm's dependency update pulls from the registry into a chart's folder. */
    private boolean helmPulls(EmbeddedRegistry registry, Path dist) throws IOException {
        heading("real Helm pulls what was pushed");
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        Path umbrella = Files.createDirectories(directory.resolve("umbrella"));
        Files.writeString(umbrella.resolve("Chart.yaml"), """
                apiVersion: v2
                name: umbrella
                version: 0.1.0
                dependencies:
                - {name: web, version: 1.2.3, repository: "oci://HOST/charts"}
                - {name: api, version: 0.4.0+build.7, repository: "oci://HOST/charts"}
                """.replace("HOST", registry.host()));
        out.println(EmbeddedHelm.dependencyUpdate(umbrella));
        boolean same = true;
        for (String archive : List.of("web-1.2.3.tgz", "api-0.4.0+build.7.tgz")) {
            boolean equal = Files.mismatch(
                            dist.resolve(archive), umbrella.resolve("charts").resolve(archive))
                    == -1;
            out.println(archive + (equal ? " is" : " IS NOT") + " byte for byte what Helm packaged");
            same &= equal;
        }
        out.println();
        out.println(EmbeddedHelm.template("demo", "oci://" + registry.host() + "/charts/web", "1.2.3"));
        return same;
    }

    private void heading(String text) {
        out.println();
        out.println("--- " + text);
        out.println();
    }
}
