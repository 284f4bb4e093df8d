package io.jenkins.plugins.ocichart.peer;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The {@code zot} on the path, as a process of its own. Tests are skipped where there is none. */
public final class ZotRegistry implements Closeable {
    /** A user who may only pull where {@link #withBasicLogin} has started the registry. */
    public static final String READER = "reader";

    public static final String PASSWORD_OF_READER = "s3cret-of-reader";

    private static final String BCRYPT_OF_READER = "$2b$04$ZEx70f5dy5TyKUW7rQWGaeXt2F1J/i/B8aE89ZEBqYbdmCds5KOTm";
    private static final String LOGIN = ", \"auth\": {\"htpasswd\": {\"path\": \"%s\"}}";

    private final Process process;
    private final int port;

    private ZotRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** A registry that lets everybody do everything. */
    public static ZotRegistry start() {
        return start("");
    }

    /** A registry that lets everybody read, and whoever has that login create, but move no tag. */
    public static ZotRegistry withImmutableTags() {
        return start(LOGIN + ", \"accessControl\": {\"repositories\": {\"**\":"
                + " {\"anonymousPolicy\": [\"read\"], \"defaultPolicy\": [\"read\", \"create\"]}}}");
    }

    /** A registry in which below {@code acme/} the login of {@link DockerRegistry#withBasicLogin} may do everything. */
    public static ZotRegistry withBasicLogin() {
        return start(LOGIN
                + ", \"accessControl\": {\"repositories\": {\"acme/**\": {\"policies\": ["
                + "{\"users\": [\"" + READER + "\"], \"actions\": [\"read\"]}, {\"users\": [\"" + DockerRegistry.USER
                + "\"], \"actions\": [\"read\", \"create\", \"update\", \"delete\"]}]}}}");
    }

    private static ZotRegistry start(String access) {
        Path program = Programs.onPath("zot", "");
        try {
            Path directory = Files.createTempDirectory("zot");
            Path logins = Files.writeString(
                    directory.resolve("htpasswd"), DockerRegistry.HTPASSWD + READER + ":" + BCRYPT_OF_READER + "\n");
            int port = Programs.freePort();
            Path config = Files.writeString(directory.resolve("config.json"), """
                    {"distSpecVersion": "1.1.0",
                     "storage": {"rootDirectory": "%s"},
                     "http": {"address": "127.0.0.1", "port": "%d"%s},
                     "log": {"level": "error"}}
                    """.formatted(
                            directory.resolve("storage"), port, access.formatted(logins)));
            Process process = new ProcessBuilder(program.toString(), "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            ZotRegistry registry = new ZotRegistry(process, port);
            if (!Programs.awaitPort(port, process::isAlive)) {
                registry.close();
                throw new IOException("zot did not start: " + Files.readString(directory.resolve("log")));
            }
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The registry's {@code host:port}. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
