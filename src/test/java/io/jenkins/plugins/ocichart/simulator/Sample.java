package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.simulator.RegistryStore.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A chart with a provenance file, and what its push puts into a registry.
 *
 * @param archive the chart's archive
 * @param digest the manifest's digest
 * @param content the repository after the push
 */
record Sample(Path archive, String digest, Repository content) {
    static final Sample OLD = make("The old one");
    static final Sample NEW = make("The new one");

    /** The archive of another chart, {@code db} 1.0.0. */
    static final Path DATABASE = database();

    private static Path database() {
        try {
            Path folder = Files.createTempDirectory("sample");
            Path archive = ChartTar.write(folder, "db", "1.0.0");
            Stream.of(folder, archive).forEach(path -> path.toFile().deleteOnExit());
            return archive;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Sample make(String description) {
        try (FaultyServer server = new FaultyServer(Map.of())) {
            Path folder = Files.createTempDirectory("sample");
            Path archive = ChartTar.described(folder, "web", "1.0.0", description);
            Path provenance = Files.writeString(folder.resolve("web-1.0.0.tgz.prov"), "not signed: " + description);
            Stream.of(folder, archive, provenance).forEach(path -> path.toFile().deleteOnExit());
            LoopbackRegistry registry = server.registry();
            Push request = new Push(
                    archive.toString(),
                    "oci://" + registry.host() + "/" + registry.namespace(),
                    IfExists.OVERWRITE,
                    1,
                    new RegistryAccess(
                            new ConnectionSettings(true, false, null, null, null, null), registry.writer(), Map.of()));
            String digest = ChartPush.run(folder, request, new ArrayList<String>()::add)
                    .charts()
                    .get(0)
                    .chart()
                    .digest();
            return new Sample(archive, digest, registry.store.get(repository(registry)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static String repository(RegistrySimulator registry) {
        return registry.namespace() + "/web";
    }

    /** Puts it into a registry without any request. */
    void store(RegistrySimulator registry) {
        store(registry, repository(registry));
    }

    /** The same in another repository. */
    void store(RegistrySimulator registry, String name) {
        Repository repository = registry.store.create(name);
        repository.blobs.putAll(content.blobs);
        repository.manifests.putAll(content.manifests);
        repository.tags.putAll(content.tags);
    }

    /** Digest of the archive. */
    String chartDigest() throws IOException {
        return RegistryStore.digest(Files.readAllBytes(archive));
    }

    /** What its blobs are, by digest. */
    Map<String, String> names() {
        List<String> digests = BlobApi.references(content.manifests.get(digest).bytes());
        Map<String, String> names = new HashMap<>();
        names.put(digests.get(0), "config");
        names.put(digests.get(1), "chart");
        names.put(digests.get(2), "provenance");
        return names;
    }
}
