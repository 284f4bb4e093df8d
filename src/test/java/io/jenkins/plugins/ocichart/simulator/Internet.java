package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The internet as the tests see it: an HTTP proxy that doesn't pass requests on but answers them itself, with a
 * certificate for each host that it knows. Clients use the real names of registries, token servers and storage hosts, so
 * that everything that depends on names is tested as it is.
 */
final class Internet implements Closeable {
    /** The hosts that the certificate is for; a pattern stands for one label. */
    private static final List<String> NAMES = List.of(
            "registry-1.docker.io",
            "index.docker.io",
            "auth.docker.io",
            "*.r2.cloudflarestorage.com",
            "*.dkr.ecr.eu-central-1.amazonaws.com",
            "api.ecr.eu-central-1.amazonaws.com",
            "sts.eu-central-1.amazonaws.com",
            "*.s3.eu-central-1.amazonaws.com",
            "public.ecr.aws",
            "api.ecr-public.us-east-1.amazonaws.com",
            "sts.us-east-1.amazonaws.com",
            "*.cloudfront.net",
            "*.azurecr.io",
            "*.blob.core.windows.net",
            "login.microsoftonline.com",
            "*.pkg.dev",
            "gcr.io",
            "oauth2.googleapis.com",
            "storage.googleapis.com",
            "*.icr.io",
            "*.jfrog.io",
            "ghcr.io",
            "pkg-containers.githubusercontent.com",
            "gitlab.com",
            "registry.gitlab.com",
            "quay.io",
            "*.example.com",
            "*.example.net");

    private static final TestKeyStore KEYS = TestKeyStore.create()
            .add(
                    "internet",
                    "CN=The internet of the tests",
                    "EC",
                    null,
                    "san=" + NAMES.stream().map(name -> "dns:" + name).collect(Collectors.joining(",")));
    private static final SSLContext TLS = KEYS.serverContext("internet", null);
    private static final Path CA_FILE = caFile();

    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private final Set<String> withoutTls = ConcurrentHashMap.newKeySet();
    private final List<Visit> visits = new CopyOnWriteArrayList<>();
    private final WireServer proxy = WireServer.start(this::handle);

    /** A request that some host got, and its answer. */
    record Visit(Request request, Reply reply) {
        @Override
        public String toString() {
            return request.method() + " " + request.host() + request.path() + " " + reply.status();
        }
    }

    private static Path caFile() {
        try {
            Path file = Files.createTempFile("internet", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, KEYS.certificatePem("internet"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a host into the internet. */
    Internet add(String host, Site site) {
        sites.put(host, site);
        return this;
    }

    /** Puts all hosts of a simulated registry into the internet. */
    Internet add(RegistrySimulator simulator) {
        sites.putAll(simulator.sites());
        return this;
    }

    /** Takes a host out of the internet, as a firewall would. */
    void remove(String host) {
        sites.remove(host);
    }

    /** Lets a host speak HTTP without TLS, on whatever port. */
    Internet withoutTls(String host) {
        withoutTls.add(host);
        return this;
    }

    /** How a client gets there. */
    ConnectionSettings settings() {
        return new ConnectionSettings(
                false, false, CA_FILE.toString(), null, null, new ProxySettings("127.0.0.1", proxy.port()));
    }

    /** The variables that lead a command line tool there. */
    Map<String, String> environment() {
        String url = proxy.url();
        return Map.of("HTTPS_PROXY", url, "HTTP_PROXY", url, "NO_PROXY", "");
    }

    /** The file with the certificate that all hosts show. */
    static Path certificates() {
        return CA_FILE;
    }

    /** What was asked so far, in the order of the answers. */
    List<Visit> visits() {
        return visits;
    }

    private void handle(WireExchange exchange) throws IOException, InterruptedException {
        if (exchange.method().equals("CONNECT")) {
            String host = exchange.target().replaceFirst(":443$", "");
            if (!sites.containsKey(host)) {
                exchange.respond(502, "unknown host " + host);
                return;
            }
            exchange.raw().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            if (withoutTls.contains(host)) {
                WireServer.serve(exchange.connection(), inner -> serve(inner, "http", host));
                exchange.hangUp();
                return;
            }
            SSLSocket secured = (SSLSocket) TLS.getSocketFactory().createSocket(exchange.connection(), null, true);
            secured.setUseClientMode(false);
            WireServer.serve(secured, inner -> serve(inner, "https", host));
            exchange.hangUp();
        } else {
            serve(
                    exchange,
                    "http",
                    URI.create(exchange.target()).getRawAuthority().replaceFirst(":80$", ""));
        }
    }

    private void serve(WireExchange exchange, String scheme, String host) throws IOException, InterruptedException {
        Site site = sites.get(host);
        Request request = Request.of(exchange, scheme, host);
        Reply reply = site == null ? Reply.text(502, "unknown host " + host) : site.answer(request);
        visits.add(new Visit(request, reply));
        reply.send(exchange);
    }

    @Override
    public void close() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
