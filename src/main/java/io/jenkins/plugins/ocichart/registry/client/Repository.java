package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One repository of a registry, to read or to push to: that decides what the first token covers. All methods may be called
 * from several threads at once; a text that is neither tag nor digest is an {@link IllegalArgumentException}.
 */
public final class Repository {
    private final RegistryClient client;
    private final String name;
    private final boolean forPush;
    private final String source;

    Repository(RegistryClient client, String name, boolean forPush, String source) {
        this.client = client;
        this.name = requireName(name);
        this.forPush = forPush;
        this.source = source == null ? null : requireName(source);
    }

    private static String requireName(String name) {
        if (!Reference.isRepository(name)) {
            throw new IllegalArgumentException("invalid repository \"" + ServerText.quote(name, 200) + "\"");
        }
        return name;
    }

    /** The same repository to push to: the first token asked for covers reading and writing. Costs no request. */
    public Repository forPush() {
        return forPush(null);
    }

    /**
     * The same repository, to push blobs that another repository of the registry probably has. The token covers
     * reading that one too if the token server grants it. Costs no request.
     *
     * @param from the other repository, or null for none
     */
    public Repository forPush(String from) {
        return new Repository(client, name, true, from);
    }

    /** What a tag or digest stands for now; empty if the registry answers that it isn't there. One HEAD request. */
    public Optional<Descriptor> resolve(String tagOrDigest) throws IOException, InterruptedException {
        return manifests(tagOrDigest).head();
    }

    /**
     * The manifest of a tag or digest, checked against the digest asked for or announced. One GET request.
     *
     * @throws NotFoundException if it isn't there
     * @throws io.jenkins.plugins.ocichart.registry.InvalidManifestException if it breaks a rule of {@link Manifest#parse}
     */
    public Manifest manifest(String tagOrDigest) throws IOException, InterruptedException {
        return manifests(tagOrDigest).get();
    }

    /** The same; empty if it isn't there. */
    public Optional<Manifest> find(String tagOrDigest) throws IOException, InterruptedException {
        try {
            return Optional.of(manifest(tagOrDigest));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Stores a manifest under a tag, or under its digest. One PUT request; if that fails, one HEAD request finds out whether
     * the manifest is there anyway.
     *
     * @return the manifest's digest
     * @throws io.jenkins.plugins.ocichart.registry.DeniedException if the tag may not be moved
     */
    public Digest putManifest(String tagOrDigest, String mediaType, byte[] manifest)
            throws IOException, InterruptedException {
        return manifests(tagOrDigest).put(mediaType, manifest);
    }

    ManifestEndpoint manifests(String tagOrDigest) throws IOException, InterruptedException {
        if (!Reference.isTag(tagOrDigest)) {
            Digest.parse(tagOrDigest);
        }
        return new ManifestEndpoint(this, tagOrDigest);
    }

    /**
     * Whether the repository has this blob. One HEAD request (distribution-spec, "Checking if content exists in the
     * registry").
     */
    public boolean hasBlob(Descriptor blob) throws IOException, InterruptedException {
        Operation operation = operation(Operation.Kind.READ_BLOB, blob.digest().toString());
        TransportResponse response =
                connection().send(operation, TransportRequest.of("HEAD", uri("blobs/" + blob.digest())));
        if (response.status() == 404) {
            return false;
        }
        if (!response.isSuccess()) {
            throw connection().refusals().of(operation, response);
        }
        if (Refusals.isHtml(response) && RegistryConnection.digest(response).isEmpty()) {
            throw connection().refusals().webPage(operation, response);
        }
        return response.headers().firstValueAsLong("Content-Length").orElse(blob.size()) == blob.size();
    }

    /**
     * Stores a blob, without looking first whether it is there. One POST and one PUT request; after an unclear end the
     * blob is looked for and, if missing, sent again from its start. If the registry mounts the blob from the repository
     * that {@link #forPush(String)} names, this takes one POST request and {@code body} stays unread.
     */
    public void upload(Descriptor blob, Body body, TransferListener listener) throws IOException, InterruptedException {
        BlobUpload upload = new BlobUpload(this, blob, body, listener);
        if (source == null) {
            upload.run(null);
        } else {
            new BlobMount(this, source, blob).orElse(upload);
        }
    }

    /**
     * Stores a blob by mounting it from the repository that {@link #forPush(String)} names. One POST request.
     *
     * @return false if the registry doesn't do that; then upload it
     */
    public boolean mount(Descriptor blob) throws IOException, InterruptedException {
        return source != null && new BlobMount(this, source, blob).succeeds();
    }

    /**
     * Fetches a blob into a file, in place of one that has this name. Don't use it before this returns; if this
     * fails, the file is deleted.
     *
     * @throws io.jenkins.plugins.ocichart.registry.DigestMismatchException if the registry delivers something else twice
     */
    public void download(Descriptor blob, Path target, TransferListener listener)
            throws IOException, InterruptedException {
        try (BlobFile file = new BlobFile(target)) {
            download(blob, file, listener);
            file.complete();
        }
    }

    /**
     * Fetches a small blob into memory.
     *
     * @param limit how many bytes it may have
     * @throws RegistryException if its manifest says that it has more
     */
    public byte[] blob(Descriptor blob, int limit) throws IOException, InterruptedException {
        if (blob.size() > limit) {
            throw new RegistryException("a blob of " + name + " (" + ServerText.quote(blob.mediaType(), 100) + ") has "
                    + blob.size() + " bytes, more than the " + limit + " that are read");
        }
        BlobBytes bytes = new BlobBytes();
        download(blob, bytes, TransferListener.NONE);
        return bytes.toByteArray();
    }

    /**
     * What is attached to a manifest: signatures, attestations and the like, in no particular order. One GET request; a second
     * one for the tag in which clients keep the list if the registry doesn't (distribution-spec, "Listing Referrers").
     */
    public List<Referrer> referrers(Digest subject) throws IOException, InterruptedException {
        return new Referrers(this, subject).list();
    }

    /**
     * Attaches manifests to another one, which their member {@code subject} names: stores each under its digest, and lists them
     * in the tag for that if the registry has no list of its own. Other clients may change that tag at the same time.
     *
     * @param referrers manifests whose blobs are there
     * @param others whether others were attached a moment ago, so that a tag with their list is not a new one
     * @throws io.jenkins.plugins.ocichart.registry.DeniedException if the tag would have to be moved and may not be
     */
    public void attach(Digest subject, List<Manifest> referrers, boolean others)
            throws IOException, InterruptedException {
        new Referrers(this, subject).attach(referrers, others);
    }

    /**
     * Adds to what a tag stands for, as often as it takes until the addition is there beside those of other clients.
     *
     * @param exists whether the tag was there a moment ago; a registry that doesn't find it then is asked again, and nothing is
     *     added if it never does, since that would put the addition in the place of what is there
     * @throws io.jenkins.plugins.ocichart.registry.DeniedException if the tag would have to be moved and may not be
     */
    public void change(String tag, boolean exists, TagChange change) throws IOException, InterruptedException {
        new SharedTag(this, tag).change(exists, change);
    }

    /** Fetches a blob into a target; its content is checked when this returns. */
    void download(Descriptor blob, BlobTarget target, TransferListener listener)
            throws IOException, InterruptedException {
        new BlobDownload(this, blob, new BlobReceiver(blob, connection(), target, listener)).run();
    }

    /**
     * Hands the tags to the visitor page by page in the registry's order, until it returns false or there is no more. What
     * isn't a legal tag is left out.
     *
     * @throws NotFoundException if the repository isn't there
     */
    public void tags(Predicate<List<String>> visitor) throws IOException, InterruptedException {
        new TagList(this).visit(visitor);
    }

    public List<String> tags() throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        tags(page -> {
            all.addAll(page);
            return true;
        });
        return all;
    }

    RegistryConnection connection() throws IOException, InterruptedException {
        return client.connection();
    }

    /** The address of a path below the repository. */
    URI uri(String path) throws IOException, InterruptedException {
        return connection().uri(name + "/" + path);
    }

    /** A request to this repository, about a tag or digest or null. */
    Operation operation(Operation.Kind kind, String reference) {
        return new Operation(kind, name, reference, forPush || kind.isWrite(), source);
    }

    /** The path below the registry. */
    @Override
    public String toString() {
        return name;
    }
}
