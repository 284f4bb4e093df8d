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
import java.util.Map;
import java.util.Random;

/** A login, a first push, a second push and a pull against a real registry; a push to one that isn't there. */
final class RegistryRounds implements Soak.Rounds {
    private final Path directory;
    private final String host;
    private final RegistryAccess access;
    private final Path archive;

    RegistryRounds(Path directory, DockerRegistry registry) throws IOException {
        this.directory = directory;
        this.host = registry.host();
        this.access = new RegistryAccess(
                new ConnectionSettings(true, false, null, null, null, null),
                RegistryCredential.basic(DockerRegistry.USER, DockerRegistry.PASSWORD),
                Map.of());
        this.archive = chart();
    }

    @Override
    public void run(int round) throws Exception {
        String namespace = "soak/n" + round % 100;
        new LoginCheck(host, access, null).run(directory, line -> {});
        push(host + "/" + namespace);
        push(host + "/" + namespace);
        Path target = Files.createDirectory(directory.resolve("pull"));
        ChartPull.run(
                target,
                new Pull("oci://" + host + "/" + namespace + "/soak", "1.2.3", false, ".", true, ".", false, access),
                line -> {});
        Soak.delete(target);
        if (round % Soak.EVERY_FAILURE == 0) {
            failToPush();
        }
    }

    private void push(String remote) throws Exception {
        PushResult result = ChartPush.run(directory, request(remote), line -> {});
        if (!result.failures().isEmpty()) {
            throw new IOException(result.failures().toString());
        }
    }

    private void failToPush() throws Exception {
        PushResult result = ChartPush.run(directory, request("127.0.0.1:1/none"), line -> {});
        if (result.failures().size() != 1) {
            throw new IOException("a push to nobody did not fail");
        }
    }

    private Push request(String remote) {
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
}
