package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests of this plugin's pushes and pulls by the JDK's client, and nothing else: no chart is read, nothing is checked.
 * In a new JVM it is what cannot be saved.
 */
final class JdkClientTool implements Tool {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Pattern ARCHIVE = Pattern.compile("\"layers\":\\[.*?\"digest\":\"(sha256:[0-9a-f]{64})\"");

    @Override
    public String name() {
        return "JDK's client alone";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        return () -> {
            HttpClient client = HttpClient.newHttpClient();
            for (Path file : archives) {
                String name = file.getFileName().toString().replaceFirst("-[0-9.]+\\.tgz$", "");
                String version = file.getFileName()
                        .toString()
                        .substring(name.length() + 1)
                        .replace(".tgz", "");
                URI base = URI.create("http://" + host + "/v2/" + namespace + "/" + name + "/");
                URI tag = base.resolve("manifests/" + version);
                HttpRequest.Builder head = to(tag).header("Accept", MANIFEST).method("HEAD", BodyPublishers.noBody());
                if (send(client, head, null).statusCode() == 200) {
                    continue;
                }
                byte[] archive = Files.readAllBytes(file);
                upload(client, base, CONFIG);
                upload(client, base, archive);
                String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.cncf.helm.config.v1+json", CONFIG) + ",\"layers\":["
                        + descriptor("application/vnd.cncf.helm.chart.content.v1.tar+gzip", archive) + "]}";
                send(client, to(tag).header("Content-Type", MANIFEST).PUT(BodyPublishers.ofString(manifest)), 201);
            }
        };
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        return () -> {
            HttpClient client = HttpClient.newHttpClient();
            URI base = URI.create("http://" + host + "/v2/" + repository + "/");
            HttpRequest.Builder tag = to(base.resolve("manifests/" + version)).header("Accept", MANIFEST);
            Matcher layer = ARCHIVE.matcher(
                    new String(send(client, tag, 200).body(), StandardCharsets.UTF_8).replaceAll("\\s", ""));
            if (!layer.find()) {
                throw new IOException("no layer in " + repository + ":" + version);
            }
            HttpRequest.Builder blob = to(base.resolve("blobs/" + layer.group(1)));
            Files.write(directory.resolve("chart.tgz"), send(client, blob, 200).body());
        };
    }

    private static void upload(HttpClient client, URI base, byte[] blob) throws IOException, InterruptedException {
        HttpResponse<byte[]> session =
                send(client, to(base.resolve("blobs/uploads/")).POST(BodyPublishers.noBody()), 202);
        URI location = base.resolve(session.headers().firstValue("Location").orElseThrow());
        URI place = URI.create(location + "&digest=" + Digest.sha256(blob));
        send(client, to(place).PUT(BodyPublishers.ofByteArray(blob)), 201);
    }

    private static HttpRequest.Builder to(URI address) {
        return HttpRequest.newBuilder(address);
    }

    private static HttpResponse<byte[]> send(HttpClient client, HttpRequest.Builder request, Integer status)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
        if (status != null && response.statusCode() != status) {
            throw new IOException(response + " instead of " + status);
        }
        return response;
    }

    private static String descriptor(String type, byte[] blob) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + Digest.sha256(blob) + "\",\"size\":" + blob.length
                + "}";
    }
}
