package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the manifest that a pull asks for and the layers it lists; fetches no blob. */
public final class ChartLookup {
    private static final int MOST_LISTED = 50;
    private static final int DEEPEST = 4;

    private final Repository repository;
    private final PullTarget target;
    private final Console console;

    ChartLookup(RegistryClient client, PullTarget target, Console console) {
        this.target = target;
        this.repository = client.repository(target.name().repository());
        this.console = console;
    }

    /**
     * What was found.
     *
     * @param ref what was fetched, for messages
     * @param place registry and repository, and the tag if one was fetched
     * @param manifest what the reference points to: the chart's manifest or an index that lists it
     * @param chart the chart's manifest
     * @param layers the chart's layers
     */
    public record Found(String ref, Reference place, Manifest manifest, Manifest chart, ChartLayers layers) {
        /** The tag that was fetched, or null. */
        public String tag() {
            return place.tag();
        }

        /** The digest of what the reference points to. */
        public Digest digest() {
            return manifest.digest();
        }

        /**
         * What it takes to verify it.
         *
         * @param file the name of the archive
         * @param repository where it was found
         * @param provenance whether its provenance file is needed, which is fetched then
         */
        public UntrustedChart untrusted(String file, Repository repository, boolean provenance)
                throws IOException, InterruptedException {
            Descriptor layer = layers.provenance();
            byte[] bytes = provenance && layer != null ? repository.blob(layer, ChartLayers.MAX_PROVENANCE) : null;
            return new UntrustedChart(ref, file, layers.chart().digest(), bytes, repository, digest());
        }
    }

    /**
     * Finds a chart by a reference and a version, by the rules of a pull.
     *
     * @param client of the reference's registry
     * @param version exact version or a range, null or empty for the newest one if the reference names none
     * @param devel whether pre-releases are considered
     * @throws IOException if there is no such chart
     */
    public static Found find(RegistryClient client, Reference reference, String version, boolean devel, Console console)
            throws IOException, InterruptedException {
        return new ChartLookup(client, PullTarget.of(reference, version, devel), console).find();
    }

    Found find() throws IOException, InterruptedException {
        if (target.digest() != null) {
            Manifest tagged = target.tag() == null ? null : taggedWithDigest();
            Manifest manifest = tagged != null
                    ? tagged
                    : repository.manifest(target.digest().toString());
            return found(tagged == null ? null : target.tag(), target.name() + "@" + target.digest(), manifest);
        }
        String tag = target.tag() == null
                ? VersionResolver.newestTag(repository, target.name(), target.range())
                : target.tag();
        return found(tag, target.name() + ":" + tag, byTag(tag));
    }

    private Found found(String tag, String ref, Manifest manifest) throws IOException, InterruptedException {
        Manifest chart = manifest.isIndex() ? chartIn(ref, manifest) : manifest;
        ChartLayers layers = ChartLayers.of(ref, chart);
        if (layers.isLegacy()) {
            console.lines("WARNING: " + ref + " marks its chart with the deprecated media type "
                    + layers.chart().mediaType() + "; push it again to renew it");
        }
        Reference place = new Reference(target.name().registry(), target.name().repository(), tag, null);
        return new Found(ref, place, manifest, chart, layers);
    }

    /** The manifest of the tag beside the digest; null if there is no such tag, which Helm lets pass. */
    private Manifest taggedWithDigest() throws IOException, InterruptedException {
        Manifest tagged;
        try {
            tagged = repository.manifest(target.tag());
        } catch (NotFoundException e) {
            console.lines("WARNING: " + target.name() + " has no tag " + target.tag() + "; the digest decides");
            return null;
        }
        if (!target.digest().of(tagged.bytes()).equals(target.digest())) {
            throw new IOException("chart reference digest mismatch: the tag " + target.tag() + " of " + target.name()
                    + " points to " + tagged.digest() + ", not to " + target.digest());
        }
        return tagged;
    }

    private Manifest byTag(String tag) throws IOException, InterruptedException {
        try {
            return repository.manifest(tag);
        } catch (NotFoundException e) {
            boolean maybeRange = ChartVersion.ofTag(tag).isPresent()
                    && ChartVersion.listed(tag).isEmpty();
            throw new NotFoundException(
                    e.getMessage()
                            + (maybeRange ? "; '" + tag + "' was taken as a tag, '~" + tag + "' would be a range" : "")
                            + VersionResolver.available(repository, tag),
                    e);
        }
    }

    private Manifest chartIn(String ref, Manifest index) throws IOException, InterruptedException {
        Map<Digest, Manifest> charts = new LinkedHashMap<>();
        collect(ref, index, 1, new HashSet<>(), charts);
        if (charts.isEmpty()) {
            throw new IOException(ref + " is not a Helm chart: it is an index that lists none");
        }
        if (charts.size() > 1) {
            throw new IOException(ref + " is an index that lists several charts; name one by its digest: "
                    + charts.keySet().stream().map(Digest::toString).collect(Collectors.joining(", ")));
        }
        return charts.values().iterator().next();
    }

    private void collect(String ref, Manifest index, int depth, Set<Digest> seen, Map<Digest, Manifest> charts)
            throws IOException, InterruptedException {
        if (depth > DEEPEST) {
            throw new IOException(
                    ref + " is an index of indexes, more than " + DEEPEST + " deep; name the chart by its digest");
        }
        List<Descriptor> listed = index.manifests().stream()
                .filter(entry -> entry.mediaType().equals(Manifest.OCI_MANIFEST)
                        || entry.mediaType().equals(Manifest.OCI_INDEX))
                .filter(entry -> seen.add(entry.digest()))
                .toList();
        if (seen.size() > MOST_LISTED) {
            throw new IOException(ref + " is an index of " + seen.size()
                    + " manifests, too many to look for the chart among them; name it by its digest");
        }
        for (Descriptor entry : listed) {
            Manifest manifest = repository.manifest(entry.digest().toString());
            if (manifest.isIndex()) {
                collect(ref, manifest, depth + 1, seen, charts);
            } else if (ChartLayers.isChart(manifest)) {
                charts.put(manifest.digest(), manifest);
            }
        }
    }
}
