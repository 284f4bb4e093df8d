package io.jenkins.plugins.ocichart.demo;

import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.ReleaseKeys;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.fixture.TestKeys;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.pipeline.PipelineRunner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From a chart folder to a signed release in one command: a registry with a login starts, keys are made, and
 * {@code demo/Jenkinsfile} packages, signs, pushes, copies and pulls a chart through the plugin's steps. Real Helm pulls what
 * is in the registry then.
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
        Demo demo = new Demo(Files.createTempDirectory(base, "run-"), System.out);
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            System.exit(demo.run(registry.host(), ReleaseKeys.make()) ? 0 : 1);
        }
    }

    /**
     * Whether the Jenkinsfile succeeded and real Helm pulled the bytes that were packaged.
     *
     * @param host an empty registry
     * @param keys of {@link ReleaseKeys}
     */
    boolean run(String host, Map<String, byte[]> keys) throws IOException {
        Path workspace = directory.resolve("workspace");
        copyCharts(workspace);
        heading("demo/Jenkinsfile, with a registry at " + host);
        PipelineRunner pipeline =
                new PipelineRunner(directory.resolve("build"), workspace, Map.of("REGISTRY", host), out);
        TestCredentials.add(CREDENTIALS_ID, EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        keys.forEach(TestKeys::addFile);
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
        return helmPulls(host, workspace.resolve("dist/web-1.2.3.tgz"));
    }

    /** Puts the demo's chart folders into a workspace, as a checkout would. */
    static void copyCharts(Path workspace) throws IOException {
        Path from = Path.of("demo");
        try (Stream<Path> files = Files.walk(from.resolve("charts"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = workspace.resolve(from.relativize(file));
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Helm's dependency update pulls from the registry into a chart's folder. */
    private boolean helmPulls(String host, Path packaged) throws IOException {
        heading("real Helm pulls it");
        EmbeddedHelm.login(host, EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        Path umbrella = Files.createDirectories(directory.resolve("umbrella"));
        Files.writeString(umbrella.resolve("Chart.yaml"), """
                apiVersion: v2
                name: umbrella
                version: 0.1.0
                dependencies:
                - {name: web, version: 1.2.3, repository: "oci://HOST/prod"}
                """.replace("HOST", host));
        out.println(EmbeddedHelm.dependencyUpdate(umbrella));
        boolean same = Files.mismatch(packaged, umbrella.resolve("charts").resolve(packaged.getFileName())) == -1;
        out.println(packaged.getFileName() + (same ? " is" : " IS NOT") + " byte for byte what the step packaged");
        out.println();
        out.println(EmbeddedHelm.template("demo", "oci://" + host + "/prod/web", "1.2.3"));
        return same;
    }

    private void heading(String text) {
        out.println();
        out.println("--- " + text);
        out.println();
    }
}
