package io.jenkins.plugins.ocichart.registry.logins;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A program {@code docker-credential-NAME} that keeps logins (docker-credential-helpers' protocol: one argument
 * {@code get}, the server on standard input, JSON on standard output).
 */
final class CredentialHelper {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Set<String> NONE =
            Set.of("credentials not found in native keychain", "no credentials server URL", "no credentials username");
    private static final int MAX_OUTPUT = 1024 * 1024;

    private final String program;
    private final Path file;
    private final Map<String, String> environment;

    private CredentialHelper(String program, Path file, Map<String, String> environment) {
        this.program = program;
        this.file = file;
        this.environment = environment;
    }

    /** The helper of this name, if it is on the environment's path. */
    static Optional<CredentialHelper> find(String name, Map<String, String> environment, Platform platform) {
        String program = "docker-credential-" + name;
        return NAME.matcher(name).matches()
                ? onPath(program, environment, platform).map(file -> new CredentialHelper(program, file, environment))
                : Optional.empty();
    }

    /** A program on the environment's path, or on that of this process if the environment has none. */
    static Optional<Path> onPath(String program, Map<String, String> environment, Platform platform) {
        String path = environment.get("PATH");
        if (path == null) {
            path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        }
        for (Path folder : platform.folders(path)) {
            for (String name : platform.programs(program)) {
                Path candidate = folder.resolve(name);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate.toAbsolutePath());
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Asks for the login of a server.
     *
     * @return empty if the helper has none
     * @throws RegistryException if the helper fails or takes longer than the limit; then it is killed
     */
    Optional<RegistryCredential> get(String server, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(file.toString(), "get");
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try {
            FutureTask<byte[]> output = new FutureTask<>(() -> {
                byte[] bytes = process.getInputStream().readNBytes(MAX_OUTPUT);
                process.waitFor();
                return bytes;
            });
            Thread reader = new Thread(output, program);
            reader.setDaemon(true);
            reader.start();
            send(process, server);
            return answer(output.get(limit.toMillis(), TimeUnit.MILLISECONDS), process.waitFor(), server);
        } catch (TimeoutException e) {
            throw failed(server, "no answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw failed(server, "its output can't be read", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void send(Process process, String server) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(server.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // a helper that doesn't read its input may still answer; otherwise its exit status says what is wrong
        }
    }

    private Optional<RegistryCredential> answer(byte[] output, int status, String server) throws RegistryException {
        if (status != 0) {
            String said = new String(output, StandardCharsets.UTF_8).strip();
            if (NONE.contains(said)) {
                return Optional.empty();
            }
            throw failed(server, ServerText.quote(said, 200) + " (exit status " + status + ")", null);
        }
        JsonValue answer;
        try {
            answer = JsonValue.parse(output);
        } catch (IOException e) {
            throw failed(server, "its answer is not JSON", null);
        }
        String user = answer.member("Username").asString("");
        String secret = answer.member("Secret").asString("");
        return user.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(RegistryCredential.basic(user, secret));
    }

    private RegistryException failed(String server, String why, Exception cause) {
        return new RegistryException("credential helper " + program + " failed for " + server + ": " + why, cause);
    }
}
