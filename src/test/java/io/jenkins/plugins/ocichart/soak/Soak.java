package io.jenkins.plugins.ocichart.soak;

import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Thousands of logins, pushes and pulls in one JVM against a real registry, as in an agent that isn't restarted for weeks,
 * with what the process holds printed in between. Every {@value #EVERY_FAILURE}th round meets a registry that isn't there,
 * since leaks hide in the paths that fail.
 */
public final class Soak {
    private static final int EVERY_FAILURE = 10;
    private static final int LINES = 20;

    private final Path directory;
    private final String host;
    private final RegistryAccess access;

    private Soak(Path directory, DockerRegistry registry) {
        this.directory = directory;
        this.host = registry.host();
        this.access = new RegistryAccess(
                new ConnectionSettings(true, false, null, null, null, null),
                RegistryCredential.basic(DockerRegistry.USER, DockerRegistry.PASSWORD),
                Map.of());
    }

    /** Takes a folder to work in and the number of rounds, each a login, a first push, a second push and a pull. */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        Path work = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "work");
        try (DockerRegistry registry = DockerRegistry.withBasicLogin()) {
            new Soak(work, registry).run(rounds);
        } finally {
            delete(work);
        }
        System.exit(0);
    }

    private void run(int rounds) throws Exception {
        Path archive = chart();
        Footprint.printHeading();
        Footprint.take(0).print();
        int each = Math.max(1, rounds / LINES);
        for (int round = 1; round <= rounds; round++) {
            round(archive, round);
            if (round % each == 0) {
                Footprint.take(round).print();
            }
        }
    }

    private void round(Path archive, int round) throws Exception {
        String namespace = "soak/n" + round % 100;
        new LoginCheck(host, access, null).run(directory, line -> {});
        push(archive, host + "/" + namespace);
        push(archive, host + "/" + namespace);
        Path target = Files.createDirectory(directory.resolve("pull"));
        ChartPull.run(
                target,
                new Pull("oci://" + host + "/" + namespace + "/soak", "1.2.3", false, ".", true, ".", false, access),
                line -> {});
        delete(target);
        if (round % EVERY_FAILURE == 0) {
            failToPush(archive);
        }
    }

    private void push(Path archive, String remote) throws Exception {
        PushResult result = ChartPush.run(directory, request(archive, remote), line -> {});
        if (!result.failures().isEmpty()) {
            throw new IOException(result.failures().toString());
        }
    }

    private void failToPush(Path archive) throws Exception {
        PushResult result = ChartPush.run(directory, request(archive, "127.0.0.1:1/none"), line -> {});
        if (result.failures().size() != 1) {
            throw new IOException("a push to nobody did not fail");
        }
    }

    private Push request(Path archive, String remote) {
        return new Push(archive.toString(), "oci://" + remote, IfExists.OVERWRITE, 4, access);
    }

    /** A chart of a few hundred kilobytes, which takes more than one piece on the wire. */
    private Path chart() throws IOException {
        Path chart = Files.createDirectories(directory.resolve("src/soak"));
        Files.writeString(chart.resolve("Chart.yaml"), "apiVersion: v2\nname: soak\nversion: 1.2.3\n");
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        Files.write(chart.resolve("content.bin"), content);
        EmbeddedHelm.pack(chart, directory);
        return directory.resolve("soak-1.2.3.tgz");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
