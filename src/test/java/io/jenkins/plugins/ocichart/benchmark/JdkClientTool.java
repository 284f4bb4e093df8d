package io.jenkins.plugins.ocichart.benchmark;

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
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * The requests of this plugin's pushes and pulls by the JDK's client, both uploads at once as ours are, and nothing else: no chart
 * is read, nothing is checked. It is what nobody saves who uses that client. It needs no other class of ours, so that a new agent
 * can run it.
 */
final class JdkClientTool implements Tool {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Pattern ARCHIVE = Pattern.compile("\"layers\":\\[.*?\"digest\":\"(sha256:[0-9a-f]{64})\"");

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });
    private final SSLContext trust;
    private final String authorization;
    private HttpClient client;

    /** For plain HTTP without a login. */
    JdkClientTool() {
        trust = null;
        authorization = null;
    }

    /** With a login; {@code trust} is what trusts the registry's certificate, or null for plain HTTP. */
    JdkClientTool(SSLContext trust, String user, String password) {
        this.trust = trust;
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String name() {
        return "JDK's client alone";
    }

    private HttpClient client() {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder().executor(threads);
            client = trust == null ? builder.build() : builder.sslContext(trust).build();
        }
        return client;
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        return () -> {
            for (Path file : archives) {
                String name = file.getFileName().toString().replaceFirst("-[0-9.]+\\.tgz$", "");
                String version = file.getFileName()
                        .toString()
                        .substring(name.length() + 1)
                        .replace(".tgz", "");
                URI base = URI.create(origin(host) + "/v2/" + namespace + "/" + name + "/");
                URI tag = base.resolve("manifests/" + version);
                HttpRequest.Builder head = to(tag).header("Accept", MANIFEST).method("HEAD", BodyPublishers.noBody());
                if (send(head, null).statusCode() == 200) {
                    continue;
                }
                byte[] archive = Files.readAllBytes(file);
                Future<?> config = threads.submit(() -> {
                    upload(base, CONFIG);
                    return null;
                });
                upload(base, archive);
                config.get();
                String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + descriptor("application/vnd.cncf.helm.config.v1+json", CONFIG) + ",\"layers\":["
                        + descriptor("application/vnd.cncf.helm.chart.content.v1.tar+gzip", archive) + "]}";
                send(to(tag).header("Content-Type", MANIFEST).PUT(BodyPublishers.ofString(manifest)), 201);
            }
        };
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        return () -> {
            URI base = URI.create(origin(host) + "/v2/" + repository + "/");
            HttpRequest.Builder tag = to(base.resolve("manifests/" + version)).header("Accept", MANIFEST);
            Matcher layer =
                    ARCHIVE.matcher(new String(send(tag, 200).body(), StandardCharsets.UTF_8).replaceAll("\\s", ""));
            if (!layer.find()) {
                throw new IOException("no layer in " + repository + ":" + version);
            }
            HttpRequest.Builder blob = to(base.resolve("blobs/" + layer.group(1)));
            Files.write(directory.resolve("chart.tgz"), send(blob, 200).body());
        };
    }

    private void upload(URI base, byte[] blob) throws Exception {
        HttpResponse<byte[]> session = send(to(base.resolve("blobs/uploads/")).POST(BodyPublishers.noBody()), 202);
        URI location = base.resolve(session.headers().firstValue("Location").orElseThrow());
        URI place = URI.create(location + "&digest=" + sha256(blob));
        send(to(place).PUT(BodyPublishers.ofByteArray(blob)), 201);
    }

    private String origin(String host) {
        return (trust == null ? "http://" : "https://") + host;
    }

    private HttpRequest.Builder to(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return authorization == null ? request : request.header("Authorization", authorization);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, Integer status)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client().send(request.build(), BodyHandlers.ofByteArray());
        if (status != null && response.statusCode() != status) {
            throw new IOException(response + " instead of " + status);
        }
        return response;
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String descriptor(String type, byte[] blob) throws GeneralSecurityException {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + sha256(blob) + "\",\"size\":" + blob.length + "}";
    }
}
