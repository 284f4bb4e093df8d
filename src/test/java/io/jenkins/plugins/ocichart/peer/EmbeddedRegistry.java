package io.jenkins.plugins.ocichart.peer;

import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.marcnuri.helm.jni.RepoServerOptions;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

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
        registry.awaitStart();
        return registry;
    }

    /** The port is chosen before it is listened to. */
    private void awaitStart() {
        int port = Integer.parseInt(host.substring(host.lastIndexOf(':') + 1));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try (Socket ignored = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        throw new IllegalStateException("the embedded registry does not listen on " + host);
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
