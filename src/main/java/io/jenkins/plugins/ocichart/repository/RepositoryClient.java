package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.UnavailableException;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportException;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Fetches the index and the charts of one repository. The login goes to the repository's own origin alone, to others that
 * the index names only if the repository says so, and never to where a redirect leads. Thread-safe.
 */
public final class RepositoryClient implements Closeable {
    private static final String USER_AGENT = "jenkins-oci-chart";

    /** The text of an index, and what is fetched of it. */
    private static final long MAX_INDEX = 100L << 20;

    /** As for a chart in a registry. */
    private static final long MAX_CHART = 256L << 20;

    private static final int MAX_PROVENANCE = 16 << 20;

    private static final IndexCache INDEXES = new IndexCache();

    /** RFC 9110, without what is obsolete. */
    private static final Pattern ETAG = Pattern.compile("(W/)?\"[!#-~]{1,200}\"");

    /** Object stores answer with 403 instead of 404. */
    private static final Set<Integer> NOT_THERE = Set.of(403, 404, 410);

    private final ChartRepository repository;
    private final RepositoryUrl url;
    private final HttpTransport transport;

    private RepositoryClient(ChartRepository repository, RepositoryUrl url, HttpTransport transport) {
        this.repository = repository;
        this.url = url;
        this.transport = transport;
    }

    /**
     * Prepares a client; nothing is sent yet.
     *
     * @throws IOException if the address is none, a certificate or key file can't be used, or the repository can't be logged in
     *     to with such a credential
     */
    public static RepositoryClient open(ChartRepository repository) throws IOException {
        RepositoryUrl url = RepositoryUrl.parse(repository.url());
        RegistryCredential.Kind kind = repository.credential().kind();
        if (kind == RegistryCredential.Kind.IDENTITY_TOKEN || kind == RegistryCredential.Kind.SERVICE_ACCOUNT_KEY) {
            throw new IOException("the credentials for the repository " + url
                    + " are of a kind that only OCI registries take; use a user name with password");
        }
        HttpTransport transport = HttpTransport.open(
                repository.connection(),
                repository.credential(),
                url.origin().host(),
                TimeLimits.configured(),
                RetryPolicy.configured());
        return new RepositoryClient(repository, url, transport);
    }

    /** The repository's address. */
    public RepositoryUrl url() {
        return url;
    }

    /**
     * Fetches the index and reads what it says of some charts.
     *
     * @param file where to store it meanwhile; must not exist
     * @param lenient whether to read what Helm reads only as JSON, and to pass over entries that it can't read
     * @param warnings gets a line for each of their entries that is passed over
     * @throws IOException if that fails, in one line that names the address
     */
    public RepositoryIndex index(Predicate<String> charts, Path file, boolean lenient, Consumer<String> warnings)
            throws IOException, InterruptedException {
        URI index = url.index();
        String shown = RepositoryUrl.shown(index);
        IndexCache.Copy known = isKept()
                ? INDEXES.find(index.toString(), authorization(index), connection())
                        .orElse(null)
                : null;
        TransportRequest request = TransportRequest.of("GET", index)
                .withHeader("Accept-Encoding", "gzip")
                .withAuthorization(authorization(index));
        if (known != null) {
            request = request.withHeader("If-None-Match", known.etag());
        }
        try {
            TransportResponse response;
            try (FileSink sink = new FileSink(file, MAX_INDEX, shown)) {
                response = fetch(complete(request), sink);
            }
            boolean unchanged = known != null && response.status() == 304;
            if (!unchanged && !response.isSuccess()) {
                throw refusal("the index", index, response);
            }
            try (InputStream sent = unchanged ? new ByteArrayInputStream(known.content()) : Files.newInputStream(file);
                    InputStream in = new Limited(text(sent), shown)) {
                RepositoryIndex read = RepositoryIndex.read(
                        in,
                        charts,
                        lenient,
                        line -> warnings.accept("WARNING: " + shown + " has " + line + "; passed over"));
                if (!unchanged) {
                    keep(index, response, file);
                }
                return read;
            }
        } catch (ChartException | ZipException e) {
            throw new IOException(shown + " is not the index of a chart repository: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Whether the index may be used again: not if anybody on the way could have changed it, nor if a file or a certificate says
     * who asks.
     */
    private boolean isKept() {
        return url.origin().isSecure()
                && !connection().insecureSkipTlsVerify()
                && connection().certFile() == null
                && repository.credential().kind() != RegistryCredential.Kind.CLIENT_CERTIFICATE;
    }

    private ConnectionSettings connection() {
        return repository.connection();
    }

    private void keep(URI index, TransportResponse response, Path file) throws IOException {
        String etag = response.header("ETag").orElse("");
        boolean may = !response.header("Cache-Control")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("no-store");
        if (isKept() && may && ETAG.matcher(etag).matches() && Files.size(file) <= IndexCache.LARGEST) {
            IndexCache.Copy copy = new IndexCache.Copy(etag, Files.readAllBytes(file));
            INDEXES.keep(index.toString(), authorization(index), connection(), copy);
        }
    }

    /** The index may be compressed, whatever its headers say. */
    private static InputStream text(InputStream sent) throws IOException {
        BufferedInputStream in = new BufferedInputStream(sent, 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** Where a chart of the index is. */
    public URI address(IndexEntry entry) throws IOException {
        return url.chart(entry.urls().get(0));
    }

    /**
     * Fetches a chart. What an absolute path means Helm 3 and 4 see differently: if there is nothing at the one place, the
     * other is looked at.
     *
     * @param file where to store it; must not exist
     * @return the SHA-256 of the archive, 64 hexadecimal digits; that of the index if it has one
     * @throws IOException if that fails, in one line that names the address
     */
    public String download(IndexEntry entry, Path file) throws IOException, InterruptedException {
        URI address = address(entry);
        String sha256;
        try (FileSink sink = new FileSink(file, MAX_CHART, RepositoryUrl.shown(address))) {
            TransportResponse response = fetch(entry, "", request -> fetch(request, sink));
            if (!response.isSuccess()) {
                throw refusal("the chart", address, response);
            }
            sha256 = sink.sha256();
        }
        if (!entry.digest().isEmpty() && !entry.digest().equals(sha256)) {
            throw new IOException(RepositoryUrl.shown(address) + " is not what the index of " + url
                    + " says: its digest is sha256:" + sha256 + ", not sha256:" + entry.digest());
        }
        return sha256;
    }

    /** The provenance file of a chart, beside its archive; empty if there is none. */
    public Optional<byte[]> provenance(IndexEntry entry) throws IOException, InterruptedException {
        TransportResponse response =
                fetch(entry, ".prov", request -> transport.send(request.withMaxBody(MAX_PROVENANCE)));
        if (NOT_THERE.contains(response.status())) {
            return Optional.empty();
        }
        if (!response.isSuccess()) {
            throw refusal("the provenance file", withSuffix(address(entry), ".prov"), response);
        }
        return Optional.of(response.body());
    }

    /** Sends a request. */
    @FunctionalInterface
    private interface Sender {
        TransportResponse send(TransportRequest request) throws IOException, InterruptedException;
    }

    private TransportResponse fetch(IndexEntry entry, String suffix, Sender sender)
            throws IOException, InterruptedException {
        URI address = withSuffix(address(entry), suffix);
        URI below = withSuffix(url.chartBelow(entry.urls().get(0)), suffix);
        TransportResponse response = sender.send(complete(chart(address)));
        if (response.status() == 404 && !below.equals(address)) {
            TransportResponse second = sender.send(complete(chart(below)));
            return second.isSuccess() ? second : response;
        }
        return response;
    }

    private static URI withSuffix(URI address, String suffix) {
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create(Origin.of(address) + address.getRawPath() + suffix + query);
    }

    private TransportRequest chart(URI address) {
        return TransportRequest.of("GET", address)
                .withHeader("Accept", "application/gzip,application/octet-stream")
                .withHeader("Accept-Encoding", "identity")
                .withAuthorization(authorization(address));
    }

    private String authorization(URI address) {
        Origin origin = Origin.of(address);
        boolean may = origin.equals(url.origin())
                || repository.passCredentials()
                        && (origin.isSecure() || !url.origin().isSecure());
        if (!may) {
            return null;
        }
        return repository.credential().kind() == RegistryCredential.Kind.BEARER
                ? "Bearer " + repository.credential().secret()
                : BasicLogin.header(repository.credential()).orElse(null);
    }

    private TransportRequest complete(TransportRequest request) {
        return request.withHeader("User-Agent", USER_AGENT).withAddressCheck(AddressPolicy.forContent(url.origin()));
    }

    /** An answer that breaks off is asked for again. */
    private TransportResponse fetch(TransportRequest request, FileSink sink) throws IOException, InterruptedException {
        TransportRequest complete = request.withSink(sink);
        for (int failures = 1; ; failures++) {
            try {
                return transport.send(complete);
            } catch (TransportException e) {
                boolean brokeOff =
                        e.kind() == TransportException.Kind.BROKEN || e.kind() == TransportException.Kind.STALLED;
                Optional<Duration> wait = brokeOff ? transport.retries().waitAfter(failures) : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
                Thread.sleep(wait.get().toMillis());
            }
        }
    }

    private IOException refusal(String what, URI address, TransportResponse response) {
        String shown = RepositoryUrl.shown(address);
        String sent = authorization(address);
        String advice =
                switch (response.status()) {
                    case 401, 403 ->
                        sent == null
                                ? ": it wants a login; name credentialsId in repositories or in the system"
                                        + " configuration"
                                : ": it refuses " + BasicLogin.describe(repository.credential()) + ". "
                                        + BasicLogin.advice(repository.credential());
                    case 404 -> ": there is no such file; check the repository's address";
                    default -> "";
                };
        String message = "cannot fetch " + what + " " + shown + ": HTTP " + response.status() + advice;
        return switch (response.status()) {
            case 401 -> new UnauthorizedException(message);
            case 404 -> new NotFoundException(message);
            default -> response.status() >= 500 ? new UnavailableException(message) : new IOException(message);
        };
    }

    /** Lets go of the connections. */
    @Override
    public void close() {
        transport.close();
    }

    /** Ends an index that is too large, or grows so when it is decompressed. */
    private static final class Limited extends FilterInputStream {
        private final String what;
        private long left = MAX_INDEX;

        Limited(InputStream in, String what) {
            super(in);
            this.what = what;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new IOException(what + " has more than the " + (MAX_INDEX >> 20) + " MiB of text that are read");
            }
            return count;
        }
    }
}
