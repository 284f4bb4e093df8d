package io.jenkins.plugins.ocichart.peer;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.marcnuri.helm.jni.RepoServerOptions;

/**
 * A real CNCF Distribution 3 registry inside the test's own process, on a free loopback port, plain HTTP, with a Basic
 * login. It starts empty and keeps everything in memory.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    public static final String USER = "alice";
    public static final String PASSWORD = "s3cret-of-alice";

    private final HelmLib lib;
    private final String host;

    private EmbeddedRegistry(HelmLib lib, String host) {
        this.lib = lib;
        this.host = host;
    }

    /** Starts a registry; {@link #close} stops it. */
    public static EmbeddedRegistry start() {
        HelmLib lib = NativeLibrary.getInstance().load();
        String url = EmbeddedHelm.checked(lib.RepoOciServerStart(new RepoServerOptions(null, USER, PASSWORD))).out;
        EmbeddedRegistry registry = new EmbeddedRegistry(lib, url.replaceFirst("^https?://", ""));
        // The port is chosen before it is listened to.
        int port = Integer.parseInt(registry.host.substring(registry.host.lastIndexOf(':') + 1));
        if (!Programs.awaitPort(port, () -> true)) {
            throw new IllegalStateException("the embedded registry does not listen on " + registry.host);
        }
        return registry;
    }

    /** The registry's {@code host:port}. */
    public String host() {
        return host;
    }

    @Override
    public void close() {
        EmbeddedHelm.checked(lib.RepoServerStop(host));
    }
}
