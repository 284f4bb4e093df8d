package io.jenkins.plugins.ocichart.operation.copy;

import io.jenkins.plugins.ocichart.operation.ChartFacts;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.pull.ChartLookup;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies one chart. First it is verified, then its signatures are copied and its blobs, and its tag is set last: who finds the
 * tag in the target finds the signatures too.
 */
final class ChartCopy {
    private final Copy request;
    private final Path directory;
    private final Reference from;
    private final RegistryClient reading;
    private final Reference to;
    private final Console console;
    private final Repository source;
    private final Repository target;
    private final ContentCopy content;

    /** @param to registry and repository of the target */
    ChartCopy(
            Copy request,
            Path directory,
            Reference from,
            RegistryClient reading,
            Reference to,
            RegistryClient writing,
            Console console) {
        this.request = request;
        this.directory = directory;
        this.from = from;
        this.reading = reading;
        this.to = to;
        this.console = console;
        boolean sameRegistry =
                new RegistryHost(from.registry(), List.of()).isSameAs(new RegistryHost(to.registry(), List.of()));
        this.source = reading.repository(from.repository());
        boolean mounts = sameRegistry && !from.repository().equals(to.repository());
        this.target = writing.repository(to.repository()).forPush(mounts ? from.repository() : null);
        this.content = new ContentCopy(source, target, mounts, console);
    }

    CopiedChart run() throws IOException, InterruptedException {
        ChartLookup.Found found = ChartLookup.find(reading, from, request.version(), request.devel(), console);
        ChartFacts facts = ChartFacts.of(source, found.chart());
        Verification verification = verify(found, facts);
        String tag = found.tag() != null ? found.tag() : Reference.toTag(facts.version());
        Reference place = new Reference(to.registry(), to.repository(), tag, null);
        Optional<Digest> existing = target.resolve(tag).map(Descriptor::digest);
        boolean upToDate = existing.filter(found.digest()::equals).isPresent();
        if (existing.isPresent() && !upToDate && request.ifExists() != IfExists.OVERWRITE) {
            return keep(found, facts, place, existing.get());
        }
        if (request.signatures()) {
            int copied = new SignatureCopy(source, target, content).copy(found.digest());
            if (copied > 0) {
                console.lines("Signatures and attestations: " + copied + " copied.");
            }
        }
        if (!upToDate) {
            content.content(found.manifest(), existing.isPresent());
            try {
                putManifest(tag, found.manifest());
            } catch (NotFoundException e) {
                // a replica of the registry that hasn't seen the blobs yet, or has lost one
                content.missing(found.manifest());
                putManifest(tag, found.manifest());
            }
        }
        return result(found, facts, place, found.digest(), !upToDate, verification);
    }

    private void putManifest(String tag, Manifest manifest) throws IOException, InterruptedException {
        target.putManifest(tag, manifest.mediaType(), manifest.bytes());
    }

    private Verification verify(ChartLookup.Found found, ChartFacts facts) throws IOException, InterruptedException {
        if (request.trust().isEmpty()) {
            return Verification.NONE;
        }
        boolean provenance = request.trust().needsProvenance();
        return request.trust().verify(directory, found.untrusted(facts.archiveName(), source, provenance));
    }

    /** What {@code skip} and {@code fail} do if the tag has another digest, which nobody has verified. */
    private CopiedChart keep(ChartLookup.Found found, ChartFacts facts, Reference place, Digest existing)
            throws IOException, InterruptedException {
        Manifest there = target.manifest(existing.toString());
        if (isSame(found.chart(), there)) {
            return result(found, facts, place, existing, false, Verification.NONE);
        }
        if (request.ifExists() == IfExists.FAIL) {
            throw new IOException(place + " exists already with the digest " + existing + ", not with " + found.digest()
                    + "; set ifExists to overwrite or skip, or delete it");
        }
        ChartLayers layers = ChartLayers.of(place.toString(), there);
        ChartFacts kept = ChartFacts.of(target, there);
        console.chart(
                "Skipped",
                place.toString(),
                place.tag(),
                existing,
                "It exists with this other digest and stays as it is (ifExists is skip).");
        return new CopiedChart(
                RegistryChart.of(place, existing, kept, layers), false, found.ref(), null, Verification.NONE);
    }

    /** Whether both hold the same chart: the annotation {@code created} differs if only the archive's time does. */
    private static boolean isSame(Manifest chart, Manifest there) {
        return chart.config().equals(there.config())
                && Stream.of(chart, there)
                                .map(one -> one.layers().stream()
                                        .map(Descriptor::digest)
                                        .collect(Collectors.toSet()))
                                .distinct()
                                .count()
                        == 1;
    }

    private CopiedChart result(
            ChartLookup.Found found,
            ChartFacts facts,
            Reference place,
            Digest digest,
            boolean pushed,
            Verification verification) {
        console.chart(
                "Copied",
                place.toString(),
                place.tag(),
                digest,
                pushed ? null : "Already up to date; nothing was uploaded.");
        console.signatures(verification, found.layers().chart().digest(), found.digest());
        return new CopiedChart(
                RegistryChart.of(place, digest, facts, found.layers()),
                pushed,
                found.ref(),
                content.md5(found.layers().chart()),
                verification);
    }
}
