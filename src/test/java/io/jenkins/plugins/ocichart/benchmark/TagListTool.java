package io.jenkins.plugins.ocichart.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** Nothing but the request for a repository's tags, which every tool has to make: the floor of a pull by a range. */
final class TagListTool implements Tool {
    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "the tag list alone";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + "/v2/" + repository + "/tags/list"))
                .build();
        return () -> {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
            if (status != 200) {
                throw new IllegalStateException("tag list: " + status);
            }
        };
    }
}
