package io.jenkins.plugins.ocichart.simulator;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a simulated registry keeps, in memory. */
final class RegistryStore {
    private final Map<String, Repository> repositories = new TreeMap<>();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger lastUpload = new AtomicInteger();

    /** A manifest as it was put. */
    record StoredManifest(String mediaType, byte[] bytes) {}

    /** One repository: blobs and manifests by digest, digests by tag. */
    static final class Repository {
        final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
        final Map<String, StoredManifest> manifests = new ConcurrentHashMap<>();
        final Map<String, String> tags = new ConcurrentHashMap<>();

        /** The manifest's digest for a tag or digest, or null. */
        String digest(String reference) {
            String digest = reference.contains(":") ? reference : tags.get(reference);
            return digest != null && manifests.containsKey(digest) ? digest : null;
        }
    }

    /** An upload that has begun. */
    static final class Upload {
        final String id;
        final String repository;
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        int chunks;

        Upload(int number, String repository) {
            this.id = String.valueOf(number);
            this.repository = repository;
        }
    }

    synchronized boolean has(String repository) {
        return repositories.containsKey(repository);
    }

    synchronized Repository create(String repository) {
        return repositories.computeIfAbsent(repository, name -> new Repository());
    }

    /** A repository, or null. */
    synchronized Repository get(String repository) {
        return repositories.get(repository);
    }

    synchronized Set<String> names() {
        return new TreeSet<>(repositories.keySet());
    }

    Upload begin(String repository) {
        Upload upload = new Upload(lastUpload.incrementAndGet(), repository);
        uploads.put(upload.id, upload);
        return upload;
    }

    /** An upload of this repository, or null. */
    Upload upload(String repository, String id) {
        Upload upload = uploads.get(id);
        return upload != null && upload.repository.equals(repository) ? upload : null;
    }

    void end(Upload upload) {
        uploads.remove(upload.id);
    }

    /** Bytes of all blobs. */
    synchronized long size() {
        return repositories.values().stream()
                .flatMap(repository -> repository.blobs.values().stream())
                .mapToLong(blob -> blob.length)
                .sum();
    }

    static String digest(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
