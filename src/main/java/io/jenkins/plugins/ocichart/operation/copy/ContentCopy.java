package io.jenkins.plugins.ocichart.operation.copy;

import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Md5Download;
import io.jenkins.plugins.ocichart.operation.TransferProgress;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Brings what manifests list to another repository: within one registry by asking it to mount the blobs, between two through a
 * temporary file.
 */
final class ContentCopy {
    private static final int PARALLELISM = 4;

    /** Whoever lists more in each other doesn't list charts and signatures. */
    private static final int DEEPEST = 4;

    private static final int MOST_MANIFESTS = 500;

    private final Repository source;
    private final Repository target;
    private final boolean mounts;
    private final Console console;
    private final Set<Digest> done = ConcurrentHashMap.newKeySet();
    private final Map<Digest, String> md5s = new ConcurrentHashMap<>();
    private int manifests;

    /**
     * @param source the repository to read
     * @param target the repository to push to
     * @param mounts whether the registry of both can mount what the source has in the target
     */
    ContentCopy(Repository source, Repository target, boolean mounts, Console console) {
        this.source = source;
        this.target = target;
        this.mounts = mounts;
        this.console = console;
    }

    /**
     * Copies the blobs of a manifest, or the manifests of an index with theirs, but not itself.
     *
     * @param lookFirst whether to ask for each blob whether it is there
     */
    void content(Manifest manifest, boolean lookFirst) throws IOException, InterruptedException {
        content(manifest, lookFirst, 1);
    }

    /** Copies what the target doesn't have, although it took it. */
    void missing(Manifest manifest) throws IOException, InterruptedException {
        done.clear();
        content(manifest, true, 1);
    }

    private void content(Manifest manifest, boolean lookFirst, int depth) throws IOException, InterruptedException {
        count(manifest);
        if (depth > DEEPEST) {
            throw new IOException(source + "@" + manifest.digest() + " is an index of indexes, more than " + DEEPEST
                    + " deep, and is not copied");
        }
        for (Descriptor entry : manifest.manifests()) {
            Manifest listed = source.manifest(entry.digest().toString());
            content(listed, true, depth + 1);
            target.putManifest(listed.digest().toString(), listed.mediaType(), listed.bytes());
        }
        blobs(
                Stream.concat(manifest.config().stream(), manifest.layers().stream())
                        .toList(),
                lookFirst);
    }

    /** Counts a manifest that is copied, so that a registry can't keep an agent busy for ever. */
    private void count(Manifest manifest) throws IOException {
        if (++manifests > MOST_MANIFESTS) {
            throw new IOException(source + "@" + manifest.digest() + " is one of more than " + MOST_MANIFESTS
                    + " manifests that belong to one chart; copy it with signatures: false");
        }
    }

    /** Copies blobs, each once. */
    void blobs(List<Descriptor> blobs, boolean lookFirst) throws IOException, InterruptedException {
        Set<Digest> chosen = new HashSet<>();
        List<Callable<Void>> copies = new ArrayList<>();
        for (Descriptor blob : blobs) {
            if (!done.contains(blob.digest()) && chosen.add(blob.digest())) {
                copies.add(() -> {
                    blob(blob, lookFirst);
                    return null;
                });
            }
        }
        if (!copies.isEmpty()) {
            Workers.run("Copy of " + source, PARALLELISM, copies);
            done.addAll(chosen);
        }
    }

    private void blob(Descriptor blob, boolean lookFirst) throws IOException, InterruptedException {
        if ((lookFirst || !mounts) && target.hasBlob(blob)) {
            return;
        }
        if (mounts && target.mount(blob)) {
            return;
        }
        Path file = Files.createTempFile("oci-chart-", ".blob");
        try {
            md5s.put(
                    blob.digest(),
                    Md5Download.run(
                            source,
                            blob,
                            file,
                            new TransferProgress(console, "Downloading " + blob.digest(), blob.size())));
            target.upload(
                    blob, Body.of(file), new TransferProgress(console, "Uploading " + blob.digest(), blob.size()));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** MD5 of a blob that came by, 32 hexadecimal digits; null if it didn't. */
    String md5(Descriptor blob) {
        return md5s.get(blob.digest());
    }
}
