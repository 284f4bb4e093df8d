package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A chart archive that is fit to be pushed.
 *
 * @param archive the archive, validated
 * @param reference where it goes
 * @param shown the archive's path for messages
 * @param provenanceFile the file beside the archive, or null
 * @param provenance its layer, or null
 */
record LocalChart(ChartArchive archive, Reference reference, String shown, Path provenanceFile, Descriptor provenance) {
    /**
     * Reads an archive and what is beside it.
     *
     * @param largeFiles whether files of more than 5 MiB in it are only warned of
     * @throws IOException if Helm would refuse it
     */
    static LocalChart read(Path file, String shown, PushRemote remote, boolean largeFiles) throws IOException {
        ChartArchive archive = ChartArchive.read(file, largeFiles);
        Reference reference =
                remote.reference(archive.metadata().name(), archive.metadata().version());
        Path provenanceFile = file.resolveSibling(file.getFileName() + ".prov");
        if (!Files.exists(provenanceFile)) {
            return new LocalChart(archive, reference, shown, null, null);
        }
        if (Files.isDirectory(provenanceFile)) {
            throw new IOException(provenanceFile + " is a folder, not a provenance file");
        }
        Descriptor provenance = Descriptor.of(ChartMediaTypes.PROVENANCE, provenanceFile);
        return new LocalChart(archive, reference, shown, provenanceFile, provenance);
    }

    /** The layer of the archive itself. */
    Descriptor content() {
        return new Descriptor(ChartMediaTypes.CONTENT, Digest.ofSha256Hex(archive.sha256()), archive.size());
    }
}
