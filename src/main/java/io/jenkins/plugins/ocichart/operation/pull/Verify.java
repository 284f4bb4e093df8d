package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.operation.ChartFacts;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.operation.UserPath;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Verifies a chart where it is: an archive with its provenance beside it, as {@code helm verify} does, or a chart in a
 * registry, of which the archive isn't fetched, since its digest is known.
 *
 * @param chart the path of an archive, or an {@code oci://} address as of a pull
 * @param trust whose signature it must have
 * @param access how to reach the registry
 */
public record Verify(String chart, Trust trust, RegistryAccess access) implements Operation<VerifiedChart> {
    public Verify {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(access, "access");
    }

    /** Whether this means a chart in a registry, not a file. */
    public static boolean isInRegistry(String chart) {
        return chart.strip().toLowerCase(Locale.ROOT).startsWith("oci://");
    }

    @Override
    public VerifiedChart run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        Console console = new Console(progress);
        VerifiedChart verified = isInRegistry(chart) ? inRegistry(base, console) : onDisk(base, chart, trust);
        Digest archive = Digest.parse(verified.chart().chartDigest());
        console.signatures(
                verified.verification(), archive, Digest.parse(verified.chart().digest()));
        return verified;
    }

    private VerifiedChart inRegistry(Path base, Console console) throws IOException, InterruptedException {
        PullTarget target = PullTarget.of(chart, null, false);
        String registry = target.name().registry();
        try (RegistryClient client = access.open(base, registry, target.name().repository())) {
            Repository repository = client.repository(target.name().repository());
            ChartLookup.Found found = new ChartLookup(client, target, console).find();
            ChartFacts facts = ChartFacts.of(repository, found.chart());
            String file = found.tag() == null ? facts.archiveName() : RegistryCharts.file(found);
            Verification verification = trust.verify(base, found.untrusted(file, repository, trust.needsProvenance()));
            console.warnings(registry, client);
            return new VerifiedChart(
                    RegistryChart.of(found.place(), found.digest(), facts, found.layers()), verification);
        }
    }

    /** Verifies an archive by the provenance beside it. */
    static VerifiedChart onDisk(Path base, String chart, Trust trust) throws IOException, InterruptedException {
        Path file = base.resolve(UserPath.of("chart", chart));
        if (Files.isDirectory(file)) {
            throw new IOException(chart + ": unpacked charts cannot be verified; name the archive");
        }
        ChartArchive archive = ChartArchive.read(file);
        Digest digest = Digest.ofSha256Hex(archive.sha256());
        byte[] provenance = trust.needsProvenance() ? provenance(file) : null;
        Verification verification = trust.verify(
                base, new UntrustedChart(chart, file.getFileName().toString(), digest, provenance, null, null));
        return new VerifiedChart(
                new RegistryChart(
                        chart,
                        "",
                        "",
                        null,
                        digest.toString(),
                        archive.metadata().name(),
                        archive.metadata().version(),
                        archive.metadata().appVersion(),
                        digest.toString(),
                        archive.size(),
                        provenance == null ? null : Digest.sha256(provenance).toString()),
                verification);
    }

    private static byte[] provenance(Path archive) throws IOException {
        Path file = archive.resolveSibling(archive.getFileName() + ".prov");
        try {
            return Trust.read(file, ChartLayers.MAX_PROVENANCE);
        } catch (IOException e) {
            throw new IOException("could not load provenance file " + file + ": " + ErrorLine.reason(e), e);
        }
    }
}
