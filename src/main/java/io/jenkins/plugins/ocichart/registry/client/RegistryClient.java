package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.InvalidManifestException;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TagImmutableException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportException;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A client of one registry (OCI distribution-spec 1.1). All methods may be called from several threads at once; they
 * share connections and tokens. Each call retries what may be repeated, aborts within a second when its thread is
 * interrupted, and fails with one line that names host and repository and says what to do.
 */
public final class RegistryClient implements AutoCloseable {
    private final LazyConnection connection;
    private final Set<String> announced = ConcurrentHashMap.newKeySet();
    /** Where blobs of an announced push will be mounted from: repositories by repository. */
    private final Map<String, String> sources = new ConcurrentHashMap<>();

    private RegistryClient(LazyConnection connection) {
        this.connection = connection;
    }

    /**
     * Prepares a client; nothing is sent yet.
     *
     * @param registryHost {@code host[:port]}
     * @param settings how to reach it
     * @param credential whom to log in as
     * @throws RegistryException if the host is malformed or a certificate or key file cannot be used
     */
    public static RegistryClient open(String registryHost, ConnectionSettings settings, RegistryCredential credential)
            throws RegistryException {
        return open(registryHost, settings, credential, TimeLimits.configured(), RetryPolicy.configured());
    }

    /** As above, with other limits than the usual ones. */
    static RegistryClient open(
            String registryHost,
            ConnectionSettings settings,
            RegistryCredential credential,
            TimeLimits limits,
            RetryPolicy retries)
            throws RegistryException {
        return new RegistryClient(LazyConnection.prepare(registryHost, settings, credential, limits, retries));
    }

    /**
     * Checks the credential as {@code helm registry login} does: ping, then Basic, or a token by OAuth2 and else by GET,
     * then the ping again. A registry that wants no login accepts every credential.
     *
     * @throws RegistryException {@code authenticating to "HOST": CAUSE}
     */
    public void login() throws IOException, InterruptedException {
        try {
            run(c -> {
                new Login(c).check();
                return null;
            });
        } catch (RegistryException e) {
            String message = "authenticating to \"" + connection.host() + "\": " + e.getMessage();
            throw e instanceof UnauthorizedException
                    ? new UnauthorizedException(message, e)
                    : e instanceof ConnectionException
                            ? new ConnectionException(message, e)
                            : new RegistryException(message, e);
        }
    }

    /**
     * Says that something will be pushed to this repository, so that the first token asked for covers reading and
     * writing. Costs no request.
     */
    public void announcePush(String repository) {
        announcePush(repository, null);
    }

    /**
     * Says the same, and that blobs will be mounted from another repository, so that the token covers reading that one too
     * where the token server grants it.
     *
     * @param from the other repository, or null for none
     */
    public void announcePush(String repository, String from) {
        announced.add(requireRepository(repository));
        if (from != null) {
            sources.put(repository, requireRepository(from));
        }
    }

    /** What a tag or digest stands for now; empty if the registry answers that it isn't there. One HEAD request. */
    public Optional<Descriptor> resolve(String repository, String tagOrDigest)
            throws IOException, InterruptedException {
        requireReference(tagOrDigest);
        return run(c -> manifests(c, repository).head(tagOrDigest));
    }

    /**
     * The manifest of a tag or digest, checked against the digest asked for or announced. One GET request.
     *
     * @throws NotFoundException if it isn't there
     * @throws InvalidManifestException if it breaks a rule of {@link Manifest#parse}
     */
    public Manifest manifest(String repository, String tagOrDigest) throws IOException, InterruptedException {
        requireReference(tagOrDigest);
        return run(c -> manifests(c, repository).get(tagOrDigest));
    }

    /**
     * Stores a manifest under a tag, or under its digest. One PUT request.
     *
     * @return the manifest's digest
     * @throws TagImmutableException if the tag may not be moved
     */
    public Digest putManifest(String repository, String tagOrDigest, String mediaType, byte[] manifest)
            throws IOException, InterruptedException {
        requireReference(tagOrDigest);
        return run(c -> manifests(c, repository).put(tagOrDigest, mediaType, manifest));
    }

    /** Whether the repository has this blob. One HEAD request. */
    public boolean hasBlob(String repository, Descriptor blob) throws IOException, InterruptedException {
        requireRepository(repository);
        return run(c -> new BlobCheck(c, repository, announced.contains(repository)).exists(blob));
    }

    /**
     * Stores a blob, without looking first whether it is there. One POST and one PUT request; after an unclear end the
     * blob is looked for and, if missing, sent again from its start.
     */
    public void upload(String repository, Descriptor blob, Body body, TransferListener listener)
            throws IOException, InterruptedException {
        upload(repository, null, blob, body, listener);
    }

    /**
     * Stores a blob that another repository of the registry is believed to hold. Where the registry mounts it from there,
     * this takes one POST request and {@code body} stays unread; where it doesn't, the blob is uploaded as above.
     *
     * @param from the other repository, or null for none
     */
    public void upload(String repository, String from, Descriptor blob, Body body, TransferListener listener)
            throws IOException, InterruptedException {
        requireRepository(repository);
        if (from != null) {
            requireRepository(from);
        }
        run(c -> {
            BlobUpload upload = new BlobUpload(c, repository, blob, body, listener);
            if (from == null) {
                upload.run();
            } else {
                new BlobMount(c, repository, from, blob).orElse(upload);
            }
            return null;
        });
    }

    /**
     * Fetches a blob into a file. The bytes go to a file beside the target and get the target's name, replacing what had
     * it, after digest and size are found right; whatever fails, nothing is left behind.
     *
     * @throws DigestMismatchException if the registry delivers something else twice
     */
    public void download(String repository, Descriptor blob, Path target, TransferListener listener)
            throws IOException, InterruptedException {
        requireRepository(repository);
        run(c -> {
            try (BlobFile file = new BlobFile(target)) {
                new BlobDownload(c, repository, blob, new BlobReceiver(blob, c.origin(), file, listener)).run();
                file.complete();
            }
            return null;
        });
    }

    /**
     * Fetches a blob into a stream, which is not closed. What was written is only to be trusted when this returns.
     *
     * @throws DigestMismatchException if the registry delivers something else
     */
    public void download(String repository, Descriptor blob, OutputStream target, TransferListener listener)
            throws IOException, InterruptedException {
        download(repository, blob, new BlobStream(target), listener);
    }

    /**
     * Fetches a blob into a target, which is to be trusted only when this returns.
     *
     * @throws DigestMismatchException if the registry delivers something else, twice if the target can begin again
     */
    public void download(String repository, Descriptor blob, BlobTarget target, TransferListener listener)
            throws IOException, InterruptedException {
        requireRepository(repository);
        run(c -> {
            new BlobDownload(c, repository, blob, new BlobReceiver(blob, c.origin(), target, listener)).run();
            return null;
        });
    }

    /**
     * Hands a repository's tags to the visitor page by page in the registry's order, until it returns false or there is
     * no more. What isn't a legal tag is left out.
     *
     * @throws NotFoundException if the repository isn't there
     */
    public void tags(String repository, Predicate<List<String>> visitor) throws IOException, InterruptedException {
        requireRepository(repository);
        run(c -> {
            new TagList(c, repository).visit(visitor);
            return null;
        });
    }

    /** All tags of a repository. */
    public List<String> tags(String repository) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        tags(repository, page -> {
            all.addAll(page);
            return true;
        });
        return all;
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(RegistryConnection connection) throws IOException, InterruptedException;
    }

    private <T> T run(Call<T> call) throws IOException, InterruptedException {
        try {
            return call.on(connection.get());
        } catch (TransportException e) {
            throw new ConnectionException(e.getMessage(), e);
        }
    }

    private ManifestEndpoint manifests(RegistryConnection current, String repository) {
        requireRepository(repository);
        return new ManifestEndpoint(current, repository, announced.contains(repository), sources.get(repository));
    }

    private static String requireRepository(String repository) {
        if (!Reference.isRepository(repository)) {
            throw new IllegalArgumentException("invalid repository \"" + ServerText.quote(repository, 200) + "\"");
        }
        return repository;
    }

    private static void requireReference(String tagOrDigest) {
        if (!Reference.isTag(tagOrDigest)) {
            Digest.parse(tagOrDigest);
        }
    }

    /** What the registry has asked to be shown to users so far, each text once and in one line. */
    public List<String> warnings() {
        return connection.get().warnings();
    }

    /** Lets go of the connections. */
    @Override
    public void close() {
        connection.close();
    }
}
