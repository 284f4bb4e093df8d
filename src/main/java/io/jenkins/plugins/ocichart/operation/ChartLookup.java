package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the manifest that a pull asks for and the layers it lists; fetches no blob. */
final class ChartLookup {
    private static final int MOST_LISTED = 50;

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
     * @param tag the tag that was fetched, or null
     * @param digest what the reference points to: the chart's manifest or an index that lists it
     * @param layers the chart's layers
     */
    record Found(String tag, Digest digest, ChartLayers layers) {}

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
        ChartLayers layers = ChartLayers.of(ref, manifest.isIndex() ? chartIn(ref, manifest) : manifest);
        if (layers.isLegacy()) {
            console.lines("WARNING: " + ref + " marks its chart with the deprecated media type "
                    + layers.chart().mediaType() + "; push it again to renew it");
        }
        return new Found(tag, manifest.digest(), layers);
    }

    /** The manifest of the tag beside the digest; null where there is no such tag, which Helm lets pass. */
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
            boolean maybeRange = PullTarget.asVersion(tag) != null
                    && ChartVersion.strict(tag.replace('_', '+')).isEmpty();
            throw new NotFoundException(
                    e.getMessage()
                            + (maybeRange ? "; '" + tag + "' was taken as a tag, '~" + tag + "' would be a range" : "")
                            + VersionResolver.available(repository),
                    e);
        }
    }

    private Manifest chartIn(String ref, Manifest index) throws IOException, InterruptedException {
        List<Manifest> charts = new ArrayList<>();
        List<Descriptor> listed = index.manifests().stream()
                .filter(entry -> entry.mediaType().equals(Manifest.OCI_MANIFEST))
                .toList();
        if (listed.size() > MOST_LISTED) {
            throw new IOException(ref + " is an index of " + listed.size()
                    + " manifests, too many to look for the chart among them; name it by its digest");
        }
        for (Descriptor entry : listed) {
            Manifest manifest = repository.manifest(entry.digest().toString());
            if (ChartLayers.isChart(manifest)) {
                charts.add(manifest);
            }
        }
        if (charts.isEmpty()) {
            throw new IOException(ref + " is not a Helm chart: it is an index that lists none");
        }
        if (charts.size() > 1) {
            throw new IOException(ref + " is an index that lists several charts; name one by its digest: "
                    + String.join(
                            ", ",
                            charts.stream().map(m -> m.digest().toString()).toList()));
        }
        return charts.get(0);
    }
}
