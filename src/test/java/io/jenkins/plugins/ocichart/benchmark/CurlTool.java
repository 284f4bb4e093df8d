package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * {@code curl} moving nothing but the archive's bytes: one {@code curl -T} to an upload that has been begun before, one
 * GET of the blob. It neither computes nor checks a digest and writes no manifest, so it is the floor for one connection.
 */
final class CurlTool implements ProcessTool {
    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "curl";
    }

    @Override
    public List<List<String>> pushCommands(List<Path> archives, String host, String namespace) throws Exception {
        Path archive = archives.get(0);
        HttpResponse<Void> begun = http.send(
                HttpRequest.newBuilder(URI.create("http://" + host + "/v2/" + namespace + "/curl/blobs/uploads/"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        String location = begun.headers().firstValue("Location").orElseThrow();
        String address = location + (location.contains("?") ? "&" : "?") + "digest=" + sha256(archive);
        return List.of(List.of(
                "curl",
                "-sS",
                "-f",
                "-o",
                "/dev/null",
                "-H",
                "Content-Type: application/octet-stream",
                "-T",
                archive.toString(),
                address));
    }

    /** The version is the blob's digest. */
    @Override
    public List<List<String>> pullCommands(String host, String repository, String version, Path directory) {
        return List.of(List.of(
                "curl",
                "-sS",
                "-f",
                "-o",
                directory.resolve("blob").toString(),
                "http://" + host + "/v2/" + repository + "/blobs/" + version));
    }

    static Digest sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new IOException("cannot read " + file, e);
        }
        return Digest.ofSha256Hex(HexFormat.of().formatHex(digest.digest()));
    }
}
