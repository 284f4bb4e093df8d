package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a registry holds, read over plain HTTP without any of our own code. */
public final class RegistryContent {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String host;

    public RegistryContent(String host) {
        this.host = host;
    }

    /** The bytes of a manifest. */
    public byte[] manifest(String repository, String tagOrDigest) throws IOException, InterruptedException {
        return get(repository + "/manifests/" + tagOrDigest);
    }

    /** The bytes of a blob. */
    public byte[] blob(String repository, String digest) throws IOException, InterruptedException {
        return get(repository + "/blobs/" + digest);
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        String login = EmbeddedRegistry.USER + ":" + EmbeddedRegistry.PASSWORD;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/v2/" + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + path + ": " + response.statusCode());
        }
        return response.body();
    }
}
