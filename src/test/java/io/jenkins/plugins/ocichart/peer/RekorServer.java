package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Rekor log of version 1 at the address in {@code REKOR_SERVER}, and the program {@code helm-sigstore} on the path; tests are
 * skipped where one is missing. A log is four programs ({@code rekor-server}, {@code trillian_log_server}, {@code
 * trillian_log_signer} and MariaDB), so it is started outside; one on another machine is never written to.
 */
public final class RekorServer implements AutoCloseable {
    private final String url;

    private RekorServer(String url) {
        this.url = url;
    }

    /** The log that is there. */
    public static RekorServer start() {
        String url = System.getenv().getOrDefault("REKOR_SERVER", "");
        Assumptions.assumeTrue(
                url.startsWith("http://127.0.0.1:"), "skipped: no Rekor log at REKOR_SERVER=http://127.0.0.1:PORT");
        return new RekorServer(url);
    }

    /** The log's address. */
    public String url() {
        return url;
    }

    /** The log's public key, in PEM. */
    public String publicKey() throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/log/publicKey"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Runs {@code helm-sigstore} with this log and returns all that it prints; fails where the program fails. */
    public String plugin(String command, Path archive, Path publicKey) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Programs.onPath("helm-sigstore", "").toString());
        line.addAll(List.of(command, archive.toString(), "--rekor-server", url));
        if (publicKey != null) {
            line.addAll(List.of("--public-key", publicKey.toString()));
        }
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("helm-sigstore " + command + ": " + output);
        }
        return output;
    }

    @Override
    public void close() {
        // it stays for the next test
    }
}
