package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.util.Map;

/** The requests of the tests, with the login that all test registries know. */
public final class Requests {
    public static final RegistryAccess ALICE = new RegistryAccess(
            ConnectionSettings.DEFAULT,
            RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD),
            Map.of());
    public static final RegistryAccess NOBODY =
            new RegistryAccess(ConnectionSettings.DEFAULT, RegistryCredential.anonymous(), Map.of());

    private Requests() {}

    public static Push push(String chart, String host) {
        return push(chart, host, IfExists.OVERWRITE);
    }

    public static Push push(String chart, String host, IfExists ifExists) {
        return new Push(chart, "oci://" + host + "/charts", ifExists, 4, ALICE);
    }

    /** Any reference, version null for the newest. */
    public static Pull pull(String reference, String version) {
        return new Pull(reference, version, false, ".", false, ".", false, ALICE);
    }

    public static Pull pull(String reference, String version, String destination) {
        return new Pull(reference, version, false, destination, false, ".", false, ALICE);
    }

    public static Pull devel(String reference) {
        return new Pull(reference, null, true, ".", false, ".", false, ALICE);
    }

    public static Pull withProvenance(String reference, String version) {
        return new Pull(reference, version, false, ".", false, ".", true, ALICE);
    }

    public static Pull untar(String reference, String version, String destination, String untarDir) {
        return new Pull(reference, version, false, destination, true, untarDir, false, ALICE);
    }
}
