package io.jenkins.plugins.ocichart.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.operation.sign.AddSignatures;
import io.jenkins.plugins.ocichart.operation.sign.FindSignatures;
import io.jenkins.plugins.ocichart.operation.sign.SignableChart;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.key.SigningKey;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A key, and its signatures of the sample chart in both of cosign's forms.
 *
 * @param publicKey the public key in PEM
 * @param made the signatures
 */
record SampleSignatures(String publicKey, List<NewSignature> made) {
    static final SampleSignatures EARLIER = make();
    static final SampleSignatures OURS = make();

    /** The new chart, signed with the earlier key. */
    static final Sample SIGNED = signed();

    private static SampleSignatures make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            SigningKey key = SigningKey.parse(pem("PRIVATE", pair.getPrivate().getEncoded()), null);
            Digest digest = Digest.parse(Sample.NEW.digest());
            return new SampleSignatures(
                    pem("PUBLIC", pair.getPublic().getEncoded()),
                    List.of(
                            NewSignature.bundle(
                                    digest, Map.of(), key.publicKey(), key::sign, NewSignature.Witnesses.NONE),
                            NewSignature.tag("registry.example.com/charts/web", digest, Map.of(), key::sign)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] content) {
        String text = Base64.getMimeEncoder().encodeToString(content);
        return "-----BEGIN " + kind + " KEY-----\n" + text + "\n-----END " + kind + " KEY-----\n";
    }

    private static Sample signed() {
        try (FaultyServer server = new FaultyServer(Map.of())) {
            Sample.NEW.store(server.registry());
            EARLIER.sign(server, Sample.NEW.archive().getParent());
            return new Sample(
                    Sample.NEW.archive(),
                    Sample.NEW.digest(),
                    server.registry().store.get(Sample.repository(server.registry())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds the signatures, as the step does. */
    void sign(FaultyServer server, Path directory) throws IOException, InterruptedException {
        String chart = Scenario.remote(server) + "/web:1.0.0";
        SignableChart found = new FindSignatures(chart, Scenario.access(server)).run(directory, line -> {});
        List<String> problems = new AddSignatures(found, made, Scenario.access(server)).run(directory, line -> {});
        if (!problems.isEmpty()) {
            throw new IOException(String.join("; ", problems));
        }
    }

    /** The forms in which a registry has these signatures, byte by byte. */
    Set<String> forms(FaultyServer server) throws IOException {
        Repository repository = server.registry().store.get(Sample.repository(server.registry()));
        Digest digest = Digest.parse(Sample.NEW.digest());
        Set<String> forms = new HashSet<>();
        for (NewSignature one : made) {
            if (one.form().equals(FoundSignature.TAG)) {
                for (JsonNode layer :
                        tagged(repository, CosignSignatures.tag(digest, ".sig")).path("layers")) {
                    JsonNode signature = layer.path("annotations").path(FoundSignature.SIGNATURE);
                    if (signature.asText().equals(one.signature()) && isBlob(repository, layer, one)) {
                        forms.add(one.form());
                    }
                }
            } else {
                for (JsonNode entry :
                        tagged(repository, CosignSignatures.tag(digest, "")).path("manifests")) {
                    JsonNode holder = manifest(repository, entry.path("digest").asText());
                    if (isBlob(repository, holder.path("layers").path(0), one)) {
                        forms.add(one.form());
                    }
                }
            }
        }
        return forms;
    }

    private static boolean isBlob(Repository repository, JsonNode descriptor, NewSignature signature) {
        byte[] blob = repository.blobs.get(descriptor.path("digest").asText());
        return blob != null && Arrays.equals(blob, signature.content());
    }

    private static JsonNode tagged(Repository repository, String tag) throws IOException {
        return repository.tags.containsKey(tag)
                ? manifest(repository, repository.tags.get(tag))
                : Reply.JSON.createObjectNode();
    }

    private static JsonNode manifest(Repository repository, String digest) throws IOException {
        return Reply.JSON.readTree(repository.manifests.get(digest).bytes());
    }
}
