package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import land.oras.Config;
import land.oras.ContainerRef;
import land.oras.Layer;
import land.oras.Manifest;
import land.oras.Registry;

/** oras-java, the other OCI client for Java. It knows nothing of charts: reading name and config is not in its time. */
final class OrasJavaTool implements Tool {
    private final Registry registry = Registry.builder().insecure().build();

    @Override
    public String name() {
        return "oras-java";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) throws Exception {
        List<Action> pushes = new ArrayList<>();
        for (Path file : archives) {
            ChartArchive archive = ChartArchive.read(file);
            byte[] config = archive.metadata().toJson();
            ContainerRef ref = ContainerRef.parse(host + "/" + namespace + "/"
                    + archive.metadata().name() + ":" + archive.metadata().version());
            pushes.add(() -> {
                Config described = Config.fromBlob(ChartMediaTypes.CONFIG, registry.pushBlob(ref, config));
                Layer layer = registry.pushBlob(ref, file).withMediaType(ChartMediaTypes.CONTENT);
                registry.pushManifest(
                        ref, Manifest.empty().withConfig(described).withLayers(List.of(layer)));
            });
        }
        return () -> {
            for (Action push : pushes) {
                push.run();
            }
        };
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        ContainerRef ref = ContainerRef.parse(host + "/" + repository + ":" + version);
        return () -> {
            Manifest manifest = registry.getManifest(ref);
            Layer layer = manifest.getLayers().get(0);
            registry.fetchBlob(ref.withDigest(layer.getDigest()), directory.resolve("chart.tgz"));
        };
    }
}
