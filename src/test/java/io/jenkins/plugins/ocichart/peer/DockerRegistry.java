package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Debian's {@code docker-registry} (Distribution 2.8) as a process of its own on a free loopback port, plain HTTP. It
 * starts empty and keeps everything in memory. Where the program isn't on the path, the test that asks for it is skipped.
 */
public final class DockerRegistry implements AutoCloseable {
    public static final String USER = "alice";
    public static final String PASSWORD = "s3cret-of-alice";
    private static final String BCRYPT_OF_PASSWORD = "$2b$04$.X7Aa4A06GX6A7sPRJpiSO6BDmCM3tSut.ppRI9SBMxTtfwQjhGOi";
    static final String HTPASSWD = USER + ":" + BCRYPT_OF_PASSWORD + "\n";
    private static final String BASIC_LOGIN = "auth:\n  htpasswd:\n    realm: Test registry\n    path: %1$s/htpasswd\n";
    private static final String TLS = "  tls:\n    certificate: %1$s/root.pem\n    key: %1$s/root.pem\n";
    private static final String PROGRAM = "docker-registry";
    private static final String IN_MEMORY = "inmemory: {}";

    private final Process process;
    private final Path directory;
    private final int port;

    private DockerRegistry(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** A registry that lets everybody do everything. */
    public static DockerRegistry start() {
        return start("", Map.of());
    }

    /** The same of CNCF Distribution 3, where {@code registry3} is on the path. */
    public static DockerRegistry startVersion3() {
        return start(Programs.onPath("registry3", " (CNCF Distribution 3)"), "", Map.of(), IN_MEMORY);
    }

    /**
     * A registry that lets everybody do everything and keeps it in this folder: what is large takes long in memory, where
     * the program copies all that has come so far with each piece.
     */
    public static DockerRegistry openStoringIn(Path storage) {
        return start("", Map.of(), "filesystem:\n    rootdirectory: " + storage);
    }

    /** A registry that wants {@link #USER} and {@link #PASSWORD} as a Basic login. */
    public static DockerRegistry withBasicLogin() {
        return start(BASIC_LOGIN, Map.of("htpasswd", HTPASSWD));
    }

    /** A registry that wants a bearer token of this service, given out there by this issuer and signed with this key. */
    public static DockerRegistry withTokens(String realm, String service, String issuer, String certificatePem) {
        return start(
                "auth:\n  token:\n    realm: " + realm + "\n    service: " + service + "\n    issuer: " + issuer
                        + "\n    rootcertbundle: %s/root.pem\n",
                Map.of("root.pem", certificatePem));
    }

    /** A registry that lets everybody do everything over TLS with this certificate and key, by HTTP/2 if the client wants. */
    public static DockerRegistry withTls(String pem) {
        return start(TLS, Map.of("root.pem", pem));
    }

    /** The same with {@link #USER} and {@link #PASSWORD} as a Basic login. */
    public static DockerRegistry withTlsAndBasicLogin(String pem) {
        return start(TLS + BASIC_LOGIN, Map.of("root.pem", pem, "htpasswd", HTPASSWD));
    }

    private static DockerRegistry start(String auth, Map<String, String> files) {
        return start(auth, files, IN_MEMORY);
    }

    private static DockerRegistry start(String auth, Map<String, String> files, String storage) {
        return start(Programs.onPath(PROGRAM, "; install Debian's package of that name"), auth, files, storage);
    }

    private static DockerRegistry start(Path program, String auth, Map<String, String> files, String storage) {
        try {
            Path directory = Files.createTempDirectory("docker-registry");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            int port = Programs.freePort();
            Path config = Files.writeString(
                    directory.resolve("config.yml"),
                    "version: 0.1\nlog:\n  level: error\nstorage:\n  " + storage + "\n  delete:\n    enabled: true\n"
                            + "http:\n  addr: 127.0.0.1:" + port + "\n" + auth.formatted(directory));
            Process process = new ProcessBuilder(program.toString(), "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            DockerRegistry registry = new DockerRegistry(process, directory, port);
            if (!Programs.awaitPort(port, process::isAlive)) {
                String log = registry.log();
                registry.close();
                throw new IOException(PROGRAM + " did not start: " + log);
            }
            return registry;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What the registry has logged, with one line for each request that names the protocol. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** How much processor time the registry has used so far. */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The registry's {@code host:port}. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            for (String name : List.of("htpasswd", "root.pem", "config.yml", "log")) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.deleteIfExists(directory);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
