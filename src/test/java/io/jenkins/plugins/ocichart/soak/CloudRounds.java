package io.jenkins.plugins.ocichart.soak;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.provider.Machine;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.simulator.Clouds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Five operations with each cloud provider, each of which asks the provider for its login: with a key a login, a first push and
 * a second push, a pull as a pod, a pull as a machine. Now and then the provider refuses the key, and no metadata service
 * answers.
 */
final class CloudRounds implements Soak.Rounds {
    private static final Machine NOWHERE = new Machine(URI.create("http://127.0.0.1:1"));

    private final Path directory;
    private final Clouds clouds;

    CloudRounds(Path directory, Clouds clouds) {
        this.directory = directory;
        this.clouds = clouds;
    }

    @Override
    public void run(int round) throws Exception {
        String version = "1.0." + round;
        Path archive = ChartTar.write(directory, "soak", version);
        for (Clouds.Cloud cloud : clouds.all()) {
            RegistryAccess access = access(cloud.key(), Map.of());
            new LoginCheck(cloud.host(), access, null).run(directory, line -> {});
            push(archive, cloud, access);
            push(archive, cloud, access);
            pull(version, cloud, access(null, cloud.pod()));
            pull(version, cloud, access(login(new Machine(clouds.metadata()), cloud), Map.of()));
            if (round % Soak.EVERY_FAILURE == 0) {
                fail(cloud);
            }
        }
        Files.delete(archive);
    }

    private RegistryAccess access(RegistryCredential login, Map<String, String> environment) {
        return new RegistryAccess(clouds.settings(), login, environment);
    }

    private RegistryCredential login(Machine machine, Clouds.Cloud cloud) throws Exception {
        return machine.login(cloud.host(), clouds.settings(), Map.of()).orElse(null);
    }

    private void push(Path archive, Clouds.Cloud cloud, RegistryAccess access) throws Exception {
        String remote = "oci://" + cloud.host() + "/" + cloud.namespace();
        PushResult result = ChartPush.run(
                directory, new Push(archive.toString(), remote, IfExists.OVERWRITE, 4, access), line -> {});
        if (!result.failures().isEmpty()) {
            throw new IOException(result.failures().toString());
        }
    }

    private void pull(String version, Clouds.Cloud cloud, RegistryAccess access) throws Exception {
        String chart = "oci://" + cloud.host() + "/" + cloud.namespace() + "/soak";
        Path target = Files.createDirectory(directory.resolve("pull"));
        ChartPull.run(target, new Pull(chart, version, false, ".", true, ".", false, access), line -> {});
        Soak.delete(target);
    }

    private void fail(Clouds.Cloud cloud) throws Exception {
        if (login(NOWHERE, cloud) != null) {
            throw new IOException("a machine without a metadata service has a login");
        }
        try {
            new LoginCheck(cloud.host(), access(cloud.wrongKey(), Map.of()), null).run(directory, line -> {});
            throw new IllegalStateException(cloud.host() + " took a wrong key");
        } catch (IOException e) {
            if (!(e.getCause() instanceof UnauthorizedException)) {
                throw e;
            }
        }
    }
}
