package io.jenkins.plugins.ocichart.benchmark;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests of this plugin's pushes and pulls and nothing else: one thread writes texts that are ready to two
 * connections that are open already, and waits for the answers. Whatever a client does beyond that is above this floor;
 * what is below it is the registry's work and the system's.
 */
final class BareSocketTool implements Tool, AutoCloseable {
    private static final Pattern LAYERS = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]{64})\"");
    private static final Pattern ABSOLUTE = Pattern.compile("https?://[^/]+(/.*)");
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Tool helm;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Path, Chart> charts = new TreeMap<>();
    private Connection first;
    private Connection second;

    /** What this tool sends is what {@code helm} pushes. */
    BareSocketTool(Tool helm) {
        this.helm = helm;
    }

    /** What a push of a chart sends, as Helm has made it. */
    private record Chart(
            String name, String version, byte[] manifest, byte[] config, byte[] archive, List<String> layers) {}

    @Override
    public String name() {
        return "bare sockets";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) throws Exception {
        connect(host);
        for (Path archive : archives) {
            if (!charts.containsKey(archive)) {
                charts.put(archive, asHelmPushes(archive, host, "bare" + charts.size()));
            }
        }
        return () -> {
            for (Path archive : archives) {
                push(charts.get(archive), namespace);
            }
        };
    }

    private void push(Chart chart, String namespace) throws IOException {
        String base = "/v2/" + namespace + "/" + chart.name() + "/";
        String manifest = base + "manifests/" + chart.version();
        first.send("HEAD", manifest, "Accept: " + MANIFEST + "\r\n", null);
        if (first.receive("HEAD").status() == 200) {
            return;
        }
        first.send("POST", base + "blobs/uploads/", "", new byte[0]);
        second.send("POST", base + "blobs/uploads/", "", new byte[0]);
        String config = first.receive("POST").expect(202).location();
        String archive = second.receive("POST").expect(202).location();
        first.send("PUT", config + "&digest=" + chart.layers().get(0), "", chart.config());
        second.send("PUT", archive + "&digest=" + chart.layers().get(1), "", chart.archive());
        first.receive("PUT").expect(201);
        second.receive("PUT").expect(201);
        first.send("PUT", manifest, "Content-Type: " + MANIFEST + "\r\n", chart.manifest());
        first.receive("PUT").expect(201);
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) throws Exception {
        connect(host);
        Path file = directory.resolve("chart.tgz");
        return () -> {
            first.send("GET", "/v2/" + repository + "/manifests/" + version, "Accept: " + MANIFEST + "\r\n", null);
            List<String> layers = layers(first.receive("GET").expect(200).body());
            first.send("GET", "/v2/" + repository + "/blobs/" + layers.get(1), "", null);
            Files.write(file, first.receive("GET").expect(200).body());
        };
    }

    private void connect(String host) throws IOException {
        if (first == null || !first.host.equals(host)) {
            close();
            first = new Connection(host);
            second = new Connection(host);
        }
    }

    private Chart asHelmPushes(Path archive, String host, String namespace) throws Exception {
        helm.push(List.of(archive), host, namespace).run();
        String file = archive.getFileName().toString();
        int dash = file.lastIndexOf('-');
        String name = file.substring(0, dash);
        String version = file.substring(dash + 1, file.length() - ".tgz".length());
        String base = "http://" + host + "/v2/" + namespace + "/" + name;
        byte[] manifest = get(base + "/manifests/" + version);
        List<String> layers = layers(manifest);
        return new Chart(
                name, version, manifest, get(base + "/blobs/" + layers.get(0)), Files.readAllBytes(archive), layers);
    }

    private byte[] get(String address) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", MANIFEST)
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(address + ": " + response.statusCode());
        }
        return response.body();
    }

    /** A connection to {@code host:port}. */
    static Socket open(String host) throws IOException {
        int colon = host.lastIndexOf(':');
        return new Socket(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
    }

    private static List<String> layers(byte[] manifest) {
        return LAYERS.matcher(new String(manifest, StandardCharsets.UTF_8))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (first != null) {
            first.close();
            second.close();
        }
    }

    /** An answer; {@code location} is the path and query of an upload. */
    private record Answer(int status, String location, byte[] body) {
        Answer expect(int wanted) {
            if (status != wanted) {
                throw new IllegalStateException(status + " instead of " + wanted);
            }
            return this;
        }
    }

    /** One connection that stays open; as much of HTTP/1.1 as Distribution's answers need. */
    private static final class Connection implements AutoCloseable {
        private final String host;
        private final Socket socket;
        private final OutputStream out;
        private final InputStream in;

        Connection(String host) throws IOException {
            this.host = host;
            this.socket = open(host);
            socket.setTcpNoDelay(true);
            this.out = socket.getOutputStream();
            this.in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
        }

        void send(String method, String path, String headers, byte[] body) throws IOException {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
            text.writeBytes((method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + length + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            if (body != null) {
                text.writeBytes(body);
            }
            text.writeTo(out);
        }

        Answer receive(String method) throws IOException {
            int status = Integer.parseInt(line().split(" ")[1]);
            String location = null;
            int length = 0;
            for (String line = line(); !line.isEmpty(); line = line()) {
                String lowerCase = line.toLowerCase(Locale.ROOT);
                if (lowerCase.startsWith("content-length:")) {
                    length = Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip());
                } else if (lowerCase.startsWith("location:")) {
                    Matcher path = ABSOLUTE.matcher(line.substring(9).strip());
                    location =
                            path.matches() ? path.group(1) : line.substring(9).strip();
                }
            }
            return new Answer(status, location, method.equals("HEAD") ? new byte[0] : in.readNBytes(length));
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException(host + " has closed the connection");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
