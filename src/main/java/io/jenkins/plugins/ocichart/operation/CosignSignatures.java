package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.Referrer;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.cosign.SigstoreBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Where cosign's signatures of a manifest are in its repository: bundles that refer to it, and a tag made of its digest. */
public record CosignSignatures(Repository repository, Digest manifest) {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor EMPTY_CONFIG = Descriptor.of("application/vnd.oci.empty.v1+json", EMPTY);
    private static final String IMAGE_CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String YEAR_1 = "0001-01-01T00:00:00Z";
    private static final int PARALLELISM = 4;

    /** The tag under which cosign keeps something that belongs to a manifest: {@code sha256-HEX.sig} for signatures. */
    public static String tag(Digest manifest, String suffix) {
        return manifest.algorithm() + "-" + manifest.hex() + suffix;
    }

    /**
     * What may be a signature, in both forms. Nothing of it is checked but its digest. Of more than {@link FoundSignature#MOST}
     * the first ones of each form are read, half of each form if both have as many: thousands in one form hide no valid one in
     * the other. The last element then says how many were passed over.
     *
     * @throws IOException if the registry fails
     */
    public List<FoundSignature> find() throws IOException, InterruptedException {
        List<Referrer> bundles = repository.referrers(manifest).stream()
                .filter(one -> one.artifactType().isEmpty() || SigstoreBundle.isBundle(one.artifactType()))
                .toList();
        Optional<Manifest> tagged = repository.find(tag(manifest, ".sig"));
        int layers = tagged.map(found -> found.layers().size()).orElse(0);
        int number = bundles.size() + layers;
        int ofTag = Math.min(layers, Math.max(FoundSignature.MOST / 2, FoundSignature.MOST - bundles.size()));
        List<Callable<List<FoundSignature>>> reading = new ArrayList<>();
        bundles.stream().limit(FoundSignature.MOST - ofTag).forEach(bundle -> reading.add(() -> bundle(bundle)));
        for (int i = 0; i < ofTag; i++) {
            int index = i;
            reading.add(() -> List.of(layer(tagged.get(), index)));
        }
        if (tagged.isPresent() && layers == 0) {
            String place = "tag " + tag(manifest, ".sig");
            reading.add(() ->
                    List.of(FoundSignature.unusable(FoundSignature.TAG, place, "it is no manifest with signatures")));
        }
        if (number > FoundSignature.MOST) {
            String problem = "of its " + number + " signatures and attestations, " + FoundSignature.MOST
                    + " were looked at; delete those that nobody needs";
            reading.add(() -> List.of(FoundSignature.unusable("", repository + "@" + manifest, problem)));
        }
        return reading.isEmpty()
                ? List.of()
                : Workers.run("Signatures of " + repository, PARALLELISM, reading).stream()
                        .flatMap(List::stream)
                        .toList();
    }

    private List<FoundSignature> bundle(Referrer referrer) throws IOException, InterruptedException {
        String place = "bundle " + referrer.manifest().digest();
        Manifest holder;
        try {
            holder = repository.manifest(referrer.manifest().digest().toString());
        } catch (NotFoundException e) {
            return List.of(unusable(FoundSignature.BUNDLE, place, e));
        }
        List<FoundSignature> found = new ArrayList<>();
        for (Descriptor layer : holder.layers()) {
            if (SigstoreBundle.isBundle(layer.mediaType())) {
                found.add(read(FoundSignature.BUNDLE, place, layer, null, null));
            }
        }
        boolean claims = SigstoreBundle.isBundle(referrer.artifactType());
        return found.isEmpty() && claims
                ? List.of(FoundSignature.unusable(FoundSignature.BUNDLE, place, "its manifest has no bundle in it"))
                : found.subList(0, Math.min(1, found.size())); // cosign reads the first one
    }

    private FoundSignature layer(Manifest tagged, int index) throws IOException, InterruptedException {
        Descriptor layer = tagged.layers().get(index);
        JsonValue json = tagged.json().member("layers").element(index);
        JsonValue signature = json.member("annotations").member(FoundSignature.SIGNATURE);
        String place = "tag " + tag(manifest, ".sig") + ", layer " + (index + 1);
        if (!layer.mediaType().equals(FoundSignature.SIMPLE_SIGNING)) {
            return FoundSignature.unusable(
                    FoundSignature.TAG, place, "it is not of the type " + FoundSignature.SIMPLE_SIGNING);
        }
        if (!signature.isString()) {
            return FoundSignature.unusable(
                    FoundSignature.TAG, place, "it has no signature (annotation " + FoundSignature.SIGNATURE + ")");
        }
        String certificate =
                json.member("annotations").member(FoundSignature.CERTIFICATE).asString(null);
        return read(FoundSignature.TAG, place, layer, signature.asString(""), certificate);
    }

    private FoundSignature read(String form, String place, Descriptor blob, String signature, String certificate)
            throws IOException, InterruptedException {
        if (blob.size() > FoundSignature.LARGEST) {
            return FoundSignature.unusable(
                    form, place, "it has " + blob.size() + " bytes, more than a signature needs");
        }
        try {
            return new FoundSignature(
                    form, place, repository.blob(blob, FoundSignature.LARGEST), signature, certificate, null);
        } catch (NotFoundException e) {
            return unusable(form, place, e);
        }
    }

    private static FoundSignature unusable(String form, String place, NotFoundException e) {
        return FoundSignature.unusable(form, place, "it is listed but not there (" + e.getMessage() + ")");
    }

    /**
     * Adds a signature beside those that are there.
     *
     * @param subject the descriptor of the manifest
     * @param others whether some in this form were there a moment ago
     * @throws io.jenkins.plugins.ocichart.registry.DeniedException if that moves a tag which may not be moved
     */
    public void add(Descriptor subject, NewSignature signature, boolean others)
            throws IOException, InterruptedException {
        if (signature.form().equals(FoundSignature.BUNDLE)) {
            addBundle(subject, signature.content(), others);
        } else {
            Descriptor payload = Descriptor.of(FoundSignature.SIMPLE_SIGNING, signature.content());
            JsonValue annotations = JsonValue.EMPTY_OBJECT.with(FoundSignature.SIGNATURE, signature.signature());
            List<JsonValue> layers = List.of(json(payload).with("annotations", annotations));
            twice(() -> {
                upload(payload, signature.content());
                addLayers(".sig", layers, others);
            });
        }
    }

    /** What can be done again. */
    private interface Addition {
        void run() throws IOException, InterruptedException;
    }

    /** A registry may lose a blob, or see it only later. */
    private static void twice(Addition addition) throws IOException, InterruptedException {
        try {
            addition.run();
        } catch (NotFoundException e) {
            addition.run();
        }
    }

    private void addBundle(Descriptor subject, byte[] content, boolean others)
            throws IOException, InterruptedException {
        Descriptor bundle = Descriptor.of(SigstoreBundle.MEDIA_TYPE, content);
        byte[] holder = JsonValue.EMPTY_OBJECT
                .with("schemaVersion", 2)
                .with("mediaType", Manifest.OCI_MANIFEST)
                .with("artifactType", SigstoreBundle.MEDIA_TYPE)
                .with("config", json(EMPTY_CONFIG))
                .with("layers", JsonValue.array(List.of(json(bundle))))
                .with("subject", json(subject))
                .with(
                        "annotations",
                        JsonValue.EMPTY_OBJECT
                                .with("dev.sigstore.bundle.content", "dsse-envelope")
                                .with("dev.sigstore.bundle.predicateType", SigstoreBundle.PREDICATE)
                                .with(
                                        "org.opencontainers.image.created",
                                        Instant.now()
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .toString()))
                .toBytes();
        List<Manifest> holders = List.of(Manifest.parse(holder, Manifest.OCI_MANIFEST));
        twice(() -> {
            upload(EMPTY_CONFIG, EMPTY);
            upload(bundle, content);
            repository.attach(manifest, holders, others);
        });
    }

    /**
     * Adds layers to the manifest of one of cosign's tags, with an image config that lists all of them, as cosign does.
     *
     * @param suffix the end of the tag
     * @param layers descriptors with their annotations, of blobs that are there
     * @param others whether the tag was there a moment ago
     * @return whether one of them was missing
     */
    public boolean addLayers(String suffix, List<JsonValue> layers, boolean others)
            throws IOException, InterruptedException {
        Set<Digest> configs = new HashSet<>();
        repository.change(tag(manifest, suffix), others, current -> {
            JsonValue json = current.map(Manifest::json)
                    .orElse(JsonValue.EMPTY_OBJECT.with("schemaVersion", 2).with("mediaType", Manifest.OCI_MANIFEST));
            List<JsonValue> all = new ArrayList<>(json.member("layers").elements());
            Set<String> known = new HashSet<>();
            all.forEach(layer -> known.add(identity(layer)));
            int before = all.size();
            layers.stream().filter(layer -> known.add(identity(layer))).forEach(all::add);
            if (all.size() == before) {
                return Optional.empty();
            }
            byte[] content = imageConfig(all);
            Descriptor config = Descriptor.of(IMAGE_CONFIG, content);
            if (configs.add(config.digest())) {
                upload(config, content);
            }
            byte[] changed = json.with("config", json(config))
                    .with("layers", JsonValue.array(all))
                    .toBytes();
            return Optional.of(Manifest.parse(changed, Manifest.OCI_MANIFEST));
        });
        return !configs.isEmpty();
    }

    /** Two signatures of one payload are two layers of one digest. */
    private static String identity(JsonValue layer) {
        return layer.member("mediaType").toJson()
                + layer.member("digest").toJson()
                + layer.member("annotations").toJson();
    }

    private static byte[] imageConfig(List<JsonValue> layers) {
        List<JsonValue> digests = layers.stream()
                .map(layer -> JsonValue.string(layer.member("digest").asString("")))
                .toList();
        return JsonValue.EMPTY_OBJECT
                .with("architecture", "")
                .with("created", YEAR_1)
                .with("history", JsonValue.array(List.of(JsonValue.EMPTY_OBJECT.with("created", YEAR_1))))
                .with("os", "")
                .with(
                        "rootfs",
                        JsonValue.EMPTY_OBJECT.with("type", "layers").with("diff_ids", JsonValue.array(digests)))
                .with("config", JsonValue.EMPTY_OBJECT)
                .toBytes();
    }

    private void upload(Descriptor blob, byte[] content) throws IOException, InterruptedException {
        if (!repository.hasBlob(blob)) {
            repository.upload(blob, Body.of(content), TransferListener.NONE);
        }
    }

    private static JsonValue json(Descriptor descriptor) {
        return JsonValue.EMPTY_OBJECT
                .with("mediaType", descriptor.mediaType())
                .with("digest", descriptor.digest().toString())
                .with("size", descriptor.size());
    }
}
