package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.TransferProgress;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;

/** Finds and fetches charts of one registry by the rules of a pull, for verbs that need charts from there. */
public record RegistryCharts(RegistryClient client, Console console) {
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
    public ChartLookup.Found find(String chart, String version) throws IOException, InterruptedException {
        return new ChartLookup(client, PullTarget.of(chart, version, false), console).find();
    }

    /** The name that the archive of a tag gets. */
    public static String file(ChartLookup.Found found) {
        return PullPaths.archiveName(PullTarget.chartName(found.place()), found.tag(), null);
    }

    /** Fetches the archive, checked against its digest. */
    public void download(ChartLookup.Found found, Path file) throws IOException, InterruptedException {
        Descriptor layer = found.layers().chart();
        client.repository(found.place().repository())
                .download(layer, file, new TransferProgress(console, "Downloading " + file(found), layer.size()));
    }

    /** What it takes to verify a chart; with its provenance file, which is fetched then, if that is needed. */
    public UntrustedChart untrusted(ChartLookup.Found found, boolean provenance)
            throws IOException, InterruptedException {
        return found.untrusted(file(found), client.repository(found.place().repository()), provenance);
    }
}
