package io.jenkins.plugins.ocichart.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.Repository;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.Upload;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blob endpoints of a simulated registry, and the storage host that downloads are redirected to. */
final class BlobApi {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
    private static final Pattern CONTENT_RANGE = Pattern.compile("(\\d+)-(\\d+)");

    private final RegistrySimulator registry;

    /** The host that downloads are redirected to, or null. */
    String storageHost;
    /** The scheme of redirects. */
    String storageScheme = "https";
    /** What the storage host says to a request with an {@code Authorization}. */
    String onlyOneMechanism =
            "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>";
    /** Whether {@code Location} is a path only. */
    boolean relativeLocation;
    /** Whether a POST with a digest stores the blob; Distribution answers 202 and throws the body away. */
    boolean singlePost;
    /** Whether blobs can be mounted from other repositories; else a POST for that opens an upload. */
    boolean mounts = true;
    /** Whether more than one PATCH is taken. */
    boolean chunked = true;
    /** Status after PATCH. */
    int patched = 202;
    /** {@code OCI-Chunk-Min-Length} of new uploads, or 0. */
    int chunkMinLength;

    BlobApi(RegistrySimulator registry) {
        this.registry = registry;
    }

    Reply blob(Request request, Repository repository, String digest) {
        byte[] content = repository.blobs.get(digest);
        if (!request.isRead()) {
            return Reply.error(405, "UNSUPPORTED", "The operation is unsupported.");
        }
        if (content == null) {
            return Reply.error(404, "BLOB_UNKNOWN", "blob unknown to registry");
        }
        if (storageHost != null && request.method().equals("GET")) {
            String signature =
                    registry.tokens.issue("signature", "", Access.parse(List.of()), java.time.Duration.ofMinutes(20));
            return Reply.status(307)
                    .header(
                            "Location",
                            storageScheme + "://" + storageHost + "/" + digest.replace(":", "/")
                                    + "?X-Expires=1200&X-Signature="
                                    + URLEncoder.encode(signature + "/+=", StandardCharsets.UTF_8));
        }
        return content(request, content).header("Docker-Content-Digest", digest);
    }

    /** The storage host, which knows nothing but signed addresses. */
    Reply storage(Request request) {
        if (request.hasAuthorization()) {
            return Reply.status(400).header("Content-Type", "application/xml").body(onlyOneMechanism);
        }
        String signature = request.parameter("X-Signature");
        if (!signature.endsWith("/+=")
                || registry.tokens
                        .check(signature.substring(0, signature.length() - 3))
                        .isEmpty()) {
            return Reply.status(403)
                    .header("Content-Type", "application/xml")
                    .body("<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
        }
        String digest = request.path().substring(1).replace("/", ":");
        for (String name : registry.store.names()) {
            byte[] content = registry.store.get(name).blobs.get(digest);
            if (content != null) {
                return content(request, content);
            }
        }
        return Reply.status(404);
    }

    private static Reply content(Request request, byte[] content) {
        Matcher range = RANGE.matcher(request.header("range"));
        if (!range.matches()) {
            return Reply.status(200)
                    .header("Content-Type", "application/octet-stream")
                    .header("Accept-Ranges", "bytes")
                    .body(content);
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2).isEmpty() ? content.length - 1 : Integer.parseInt(range.group(2));
        if (first >= content.length) {
            return Reply.status(416).header("Content-Range", "bytes */" + content.length);
        }
        last = Math.min(last, content.length - 1);
        return Reply.status(206)
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", "bytes " + first + "-" + last + "/" + content.length)
                .body(Arrays.copyOfRange(content, first, last + 1));
    }

    Reply upload(Request request, String name, Repository repository, String id) {
        if (id.isEmpty()) {
            return request.method().equals("POST") ? begin(request, name, repository) : Reply.status(405);
        }
        Upload upload = registry.store.upload(name, id);
        if (upload == null) {
            return Reply.error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
        }
        if (!List.of(request.query().split("&")).contains(state(upload))) {
            return Reply.error(404, "BLOB_UPLOAD_INVALID", "blob upload invalid");
        }
        return switch (request.method()) {
            case "PATCH" -> patch(request, upload);
            case "PUT" -> finish(request, repository, upload);
            case "GET" ->
                Reply.status(204)
                        .header("Location", location(request, upload))
                        .header("Range", "0-" + Math.max(0, upload.content.size() - 1));
            case "DELETE" -> cancel(upload);
            default -> Reply.status(405);
        };
    }

    private Reply begin(Request request, String name, Repository repository) {
        if (registry.store.size() >= registry.quota) {
            return registry.overQuota(name, request.body().length);
        }
        if (mounts && !request.parameter("mount").isEmpty()) {
            Reply mounted = mount(request, name, repository);
            if (mounted != null) {
                return mounted;
            }
        }
        String digest = request.parameter("digest");
        if (!digest.isEmpty() && singlePost) {
            return store(name, repository, digest, request.body());
        }
        Upload upload = registry.store.begin(name);
        Reply reply = Reply.status(202)
                .header("Location", location(request, upload))
                .header("Range", "0-0")
                .header("Docker-Upload-UUID", upload.id);
        return chunkMinLength > 0 ? reply.header("OCI-Chunk-Min-Length", "" + chunkMinLength) : reply;
    }

    /** Null where the other repository hasn't got the blob. */
    private Reply mount(Request request, String name, Repository repository) {
        String from = request.parameter("from");
        Reply refused = registry.authorize(request, new Access(from, Set.of("pull")));
        if (refused != null) {
            return refused;
        }
        Repository other = registry.store.get(from);
        byte[] content = other == null ? null : other.blobs.get(request.parameter("mount"));
        return content == null ? null : store(name, repository, request.parameter("mount"), content);
    }

    private Reply patch(Request request, Upload upload) {
        Matcher range = CONTENT_RANGE.matcher(request.header("content-range"));
        if (!request.header("content-range").isEmpty()) {
            if (!range.matches() || Integer.parseInt(range.group(1)) != upload.content.size()) {
                return Reply.error(416, "RANGE_INVALID", "invalid content range")
                        .header("Range", "0-" + Math.max(0, upload.content.size() - 1));
            }
            if (Integer.parseInt(range.group(2)) - Integer.parseInt(range.group(1)) + 1 != request.body().length) {
                return Reply.error(400, "SIZE_INVALID", "provided length did not match content length");
            }
        }
        if (upload.chunks++ > 0 && !chunked) {
            return Reply.error(400, "UNSUPPORTED", "chunked uploads are not supported");
        }
        upload.content.writeBytes(request.body());
        return Reply.status(patched)
                .header("Location", location(request, upload))
                .header("Range", "0-" + Math.max(0, upload.content.size() - 1));
    }

    private Reply finish(Request request, Repository repository, Upload upload) {
        upload.content.writeBytes(request.body());
        registry.store.end(upload);
        return store(upload.repository, repository, request.parameter("digest"), upload.content.toByteArray());
    }

    private Reply store(String name, Repository repository, String digest, byte[] content) {
        if (!RegistryStore.digest(content).equals(digest)) {
            return Reply.error(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
        }
        if (!repository.blobs.containsKey(digest) && registry.store.size() + content.length > registry.quota) {
            return registry.overQuota(name, content.length);
        }
        repository.blobs.put(digest, content);
        return Reply.status(201)
                .header("Location", registry.api.root + "/v2/" + name + "/blobs/" + digest)
                .header("Docker-Content-Digest", digest);
    }

    private Reply cancel(Upload upload) {
        registry.store.end(upload);
        return Reply.status(204);
    }

    /** The state in the query is signed and percent-encoded, and has to come back exactly as it is. */
    private String location(Request request, Upload upload) {
        String path =
                registry.api.root + "/v2/" + upload.repository + "/blobs/uploads/" + upload.id + "?" + state(upload);
        return relativeLocation ? path : request.scheme() + "://" + request.host() + path;
    }

    private static String state(Upload upload) {
        return "_state=a%2Bb%2F" + upload.content.size() + "%3D%3D";
    }

    /** The digests of the blobs that a manifest lists. */
    static List<String> references(byte[] manifest) {
        try {
            JsonNode root = Reply.JSON.readTree(manifest);
            List<String> digests = new ArrayList<>();
            if (root.has("config")) {
                digests.add(root.path("config").path("digest").asText());
            }
            root.path("layers")
                    .forEach(layer -> digests.add(layer.path("digest").asText()));
            return digests;
        } catch (IOException e) {
            return List.of();
        }
    }
}
