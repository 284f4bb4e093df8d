package io.jenkins.plugins.ocichart.operation.copy;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.client.Referrer;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Copies what belongs to a manifest: cosign's tags, and whatever refers to it. What the target has already stays: a tag that
 * differs there gets the missing layers.
 */
final class SignatureCopy {
    private static final List<String> SUFFIXES = List.of(".sig", ".att", ".sbom");

    /** A signature of an attestation of a signature. */
    private static final int DEEPEST = 3;

    private static final int MOST = 500;

    private final Repository source;
    private final Repository target;
    private final ContentCopy content;
    private int copied;
    private int listed;

    SignatureCopy(Repository source, Repository target, ContentCopy content) {
        this.source = source;
        this.target = target;
        this.content = content;
    }

    /** Copies it, and returns how many tags and referrers were missing in the target. */
    int copy(Digest manifest) throws IOException, InterruptedException {
        for (String suffix : SUFFIXES) {
            tag(manifest, suffix);
        }
        referrers(manifest, 1);
        return copied;
    }

    private void tag(Digest manifest, String suffix) throws IOException, InterruptedException {
        String tag = CosignSignatures.tag(manifest, suffix);
        Optional<Manifest> found = source.find(tag);
        if (found.isEmpty()) {
            return;
        }
        Optional<Descriptor> there = target.resolve(tag);
        if (there.isPresent() && there.get().digest().equals(found.get().digest())) {
            return;
        }
        if (there.isEmpty()) {
            content.content(found.get(), false);
            target.putManifest(tag, found.get().mediaType(), found.get().bytes());
            copied++;
        } else {
            content.blobs(found.get().layers(), true);
            List<JsonValue> layers = found.get().json().member("layers").elements();
            copied += new CosignSignatures(target, manifest).addLayers(suffix, layers, false) ? 1 : 0;
        }
    }

    private void referrers(Digest subject, int depth) throws IOException, InterruptedException {
        List<Referrer> referrers = source.referrers(subject);
        listed += referrers.size();
        if (listed > MOST) {
            throw new IOException("more than " + MOST + " signatures, attestations and the like belong to one chart of "
                    + source + "; delete those that nobody needs, or copy it with signatures: false");
        }
        if (referrers.isEmpty()) {
            return;
        }
        Set<Digest> there = target.referrers(subject).stream()
                .map(referrer -> referrer.manifest().digest())
                .collect(Collectors.toSet());
        boolean others = !there.isEmpty();
        List<Manifest> missing = new ArrayList<>();
        for (Referrer referrer : referrers) {
            Digest digest = referrer.manifest().digest();
            if (there.add(digest)) {
                Optional<Manifest> found = source.find(digest.toString());
                if (found.isPresent() && found.get().subject().equals(Optional.of(subject))) {
                    content.content(found.get(), false);
                    missing.add(found.get());
                }
            }
            if (depth < DEEPEST) {
                referrers(digest, depth + 1);
            }
        }
        copied += missing.size();
        if (!missing.isEmpty()) {
            target.attach(subject, missing, others);
        }
    }
}
