package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.TransferProgress;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds and fetches charts of one registry by the rules of a pull, for verbs that need charts from there. */
public final class RegistryCharts {
    private final RegistryClient client;
    private final Console console;

    public RegistryCharts(RegistryClient client, Console console) {
        this.client = client;
        this.console = console;
    }

    /**
     * A chart that was found.
     *
     * @param name where it is
     * @param ref what messages call it
     * @param file the name that its archive gets
     * @param digest that of its manifest, or of an index that lists it
     * @param layers its archive and its provenance file
     */
    public record Found(Reference name, String ref, String file, Digest digest, ChartLayers layers) {}

    /**
     * The newest version in a range, with {@code +} for the tag's {@code _}.
     *
     * @param chart {@code oci://host[:port]/namespace/name}
     */
    public String newest(String chart, VersionConstraint range) throws IOException, InterruptedException {
        Reference name = PullTarget.of(chart, null, false).name();
        String tag = VersionResolver.newestTag(client.repository(name.repository()), name, range);
        return ChartVersion.ofTag(tag).map(ChartVersion::text).orElse(tag);
    }

    /** Finds a version of a chart; fetches its manifest and no blob. */
    public Found find(String chart, String version) throws IOException, InterruptedException {
        PullTarget target = PullTarget.of(chart, version, false);
        ChartLookup.Found found = new ChartLookup(client, target, console).find();
        return new Found(
                target.name(),
                found.ref(),
                PullPaths.archiveName(target.chartName(), found.tag(), target.digest()),
                found.digest(),
                found.layers());
    }

    /** Fetches the archive, checked against its digest. */
    public void download(Found found, Path file) throws IOException, InterruptedException {
        client.repository(found.name().repository())
                .download(
                        found.layers().chart(),
                        file,
                        new TransferProgress(
                                console,
                                "Downloading " + found.file(),
                                found.layers().chart().size()));
    }

    /**
     * What it takes to verify a chart.
     *
     * @param provenance whether its provenance file is needed, which is fetched then
     */
    public UntrustedChart untrusted(Found found, boolean provenance) throws IOException, InterruptedException {
        Repository repository = client.repository(found.name().repository());
        byte[] bytes = null;
        if (provenance && found.layers().provenance() != null) {
            Path file = Files.createTempFile("oci-chart-", ".prov");
            try {
                repository.download(found.layers().provenance(), file, TransferListener.NONE);
                bytes = Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
            }
        }
        return new UntrustedChart(
                found.ref(), found.file(), found.layers().chart().digest(), bytes, repository, found.digest());
    }
}
