package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartMediaTypes;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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
     * @throws IOException if Helm would refuse it
     */
    static LocalChart read(Path file, String shown, PushRemote remote) throws IOException {
        ChartArchive archive = ChartArchive.read(file);
        Reference reference =
                reference(remote, archive.metadata().name(), archive.metadata().version());
        Path provenanceFile = file.resolveSibling(file.getFileName() + ".prov");
        if (!Files.exists(provenanceFile)) {
            return new LocalChart(archive, reference, shown, null, null);
        }
        return new LocalChart(archive, reference, shown, provenanceFile, describe(provenanceFile));
    }

    /** The layer of the archive itself. */
    Descriptor content() {
        return new Descriptor(ChartMediaTypes.CONTENT, Digest.ofSha256Hex(archive.sha256()), archive.size());
    }

    private static Reference reference(PushRemote remote, String name, String version) throws IOException {
        if (!Reference.isRepository(name)) {
            boolean upperCase = Reference.isRepository(name.toLowerCase(Locale.ROOT));
            throw new IOException("the chart's name '" + name + "' cannot be the name of a repository: "
                    + (upperCase
                            ? "it has upper-case letters"
                            : "only lower-case letters, digits, '.', '_' and '-' can"));
        }
        String tag = Reference.toTag(version);
        if (!Reference.isTag(tag)) {
            throw new IOException(
                    "the chart's version '" + version + "' cannot be a tag: it is longer than 128 characters");
        }
        return new Reference(remote.registry(), remote.repository(name), tag, null);
    }

    private static Descriptor describe(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not a provenance file");
        }
        return Descriptor.of(ChartMediaTypes.PROVENANCE, file);
    }
}
