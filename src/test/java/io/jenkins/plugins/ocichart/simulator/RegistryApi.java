package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.simulator.RegistryStore.Repository;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.StoredManifest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The endpoints of the OCI distribution specification 1.1 over a {@link RegistryStore}. */
final class RegistryApi {
    private static final String NAME =
            "([a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*)";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    private static final Pattern UPLOAD = Pattern.compile("/v2/" + NAME + "/blobs/uploads/([0-9a-f-]*)");
    private static final Pattern BLOB = Pattern.compile("/v2/" + NAME + "/blobs/(sha256:[0-9a-f]{64})");
    private static final Pattern MANIFEST =
            Pattern.compile("/v2/" + NAME + "/manifests/(sha256:[0-9a-f]{64}|" + TAG + ")");
    private static final Pattern TAGS = Pattern.compile("/v2/" + NAME + "/tags/list");
    private static final int MAX_MANIFEST = 4 << 20;

    private final RegistrySimulator registry;
    private final BlobApi blobs;

    /** Whether HEAD and GET name the digest in {@code Docker-Content-Digest}, which the specification only recommends. */
    boolean namesDigest = true;
    /** Most tags of one page. */
    int pageSize = 100;
    /** Prefix of the API where it isn't at the root. */
    String root = "";

    RegistryApi(RegistrySimulator registry) {
        this.registry = registry;
        this.blobs = new BlobApi(registry);
    }

    /** The endpoints of blobs, with the switches of their own. */
    BlobApi blobs() {
        return blobs;
    }

    Reply answer(Request request) {
        String path = request.path().startsWith(root) ? request.path().substring(root.length()) : "";
        if (path.equals("/v2")) {
            return Reply.status(301).header("Location", root + "/v2/");
        }
        if (path.equals("/v2/")) {
            Reply refused = registry.authorize(request, null);
            return refused != null ? refused : registry.pong(request);
        }
        for (Pattern endpoint : List.of(UPLOAD, BLOB, MANIFEST, TAGS)) {
            Matcher matcher = endpoint.matcher(path);
            if (matcher.matches()) {
                String reference = endpoint == TAGS ? null : matcher.group(2);
                return admitted(request, endpoint, Access.of(request.method(), matcher.group(1)), reference);
            }
        }
        return Reply.text(404, "404 page not found\n");
    }

    private Reply admitted(Request request, Pattern endpoint, Access access, String reference) {
        Reply refused = registry.authorize(request, access);
        if (refused != null) {
            return refused;
        }
        Repository repository = registry.store.get(access.repository());
        if (repository == null && access.isPush()) {
            refused = registry.missingOnPush(access);
            repository = refused == null ? registry.store.create(access.repository()) : null;
        } else if (repository == null) {
            refused = endpoint == MANIFEST && registry.missingOnPush(access) == null
                    ? Reply.error(404, "MANIFEST_UNKNOWN", "manifest unknown")
                    : registry.missingOnPull(access);
        }
        if (refused != null) {
            return refused;
        }
        if (endpoint == UPLOAD) {
            return blobs.upload(request, access.repository(), repository, reference);
        }
        if (endpoint == BLOB) {
            return blobs.blob(request, repository, reference);
        }
        return endpoint == MANIFEST
                ? manifest(request, access.repository(), repository, reference)
                : tags(request, access.repository(), repository);
    }

    private Reply manifest(Request request, String name, Repository repository, String reference) {
        if (request.method().equals("PUT")) {
            return putManifest(request, name, repository, reference);
        }
        if (!request.isRead()) {
            return Reply.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        String digest = repository.digest(reference);
        if (digest == null) {
            return Reply.error(404, "MANIFEST_UNKNOWN", "manifest unknown");
        }
        StoredManifest stored = repository.manifests.get(digest);
        if (!request.header("accept").contains(stored.mediaType())) {
            return Reply.error(
                    404, "MANIFEST_UNKNOWN", "OCI manifest found, but accept header does not support OCI manifests");
        }
        Reply reply =
                Reply.status(200).header("Content-Type", stored.mediaType()).body(stored.bytes());
        return namesDigest ? reply.header("Docker-Content-Digest", digest) : reply;
    }

    private Reply putManifest(Request request, String name, Repository repository, String reference) {
        byte[] bytes = request.body();
        if (bytes.length > MAX_MANIFEST) {
            return Reply.error(413, "MANIFEST_INVALID", "manifest too large");
        }
        String mediaType = request.header("content-type");
        if (!mediaType.startsWith("application/vnd.oci.image.")) {
            return Reply.error(415, "MANIFEST_INVALID", "manifest invalid");
        }
        for (String digest : BlobApi.references(bytes)) {
            if (!repository.blobs.containsKey(digest)) {
                return Reply.error(404, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry", digest);
            }
        }
        String digest = RegistryStore.digest(bytes);
        boolean isTag = !reference.contains(":");
        if (!isTag && !reference.equals(digest)) {
            return Reply.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        String old = repository.tags.get(reference);
        if (isTag && old != null && registry.isLocked(old, digest)) {
            return registry.locked(name, reference);
        }
        repository.manifests.put(digest, new StoredManifest(mediaType, bytes));
        if (isTag) {
            repository.tags.put(reference, digest);
        }
        return Reply.status(201)
                .header("Location", root + "/v2/" + name + "/manifests/" + digest)
                .header("Docker-Content-Digest", digest);
    }

    private Reply tags(Request request, String name, Repository repository) {
        String asked = request.parameter("n");
        int size = asked.isEmpty() ? pageSize : Math.min(pageSize, Integer.parseInt(asked));
        List<String> rest = new TreeSet<>(repository.tags.keySet())
                .tailSet(request.parameter("last"), request.parameter("last").isEmpty()).stream()
                        .toList();
        List<String> page = rest.subList(0, Math.min(size, rest.size()));
        var json = Reply.JSON.createObjectNode().put("name", name);
        page.forEach(json.putArray("tags")::add);
        Reply reply = Reply.json(200, json.toString());
        if (page.size() < rest.size()) {
            String last = URLEncoder.encode(page.get(page.size() - 1), StandardCharsets.UTF_8);
            reply.header(
                    "Link", "<" + root + "/v2/" + name + "/tags/list?last=" + last + "&n=" + size + ">; rel=\"next\"");
        }
        return reply;
    }
}
