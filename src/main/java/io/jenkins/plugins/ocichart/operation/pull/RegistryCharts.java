package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.TransferProgress;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
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
     * @param file the name that its archive gets
     * @param layers its archive and its provenance file
     */
    public record Found(Reference name, String file, ChartLayers layers) {}

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
                target.name(), PullPaths.archiveName(target.chartName(), found.tag(), target.digest()), found.layers());
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
}
