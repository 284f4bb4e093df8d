package io.jenkins.plugins.ocichart.operation.packaging;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.folder.ChartFolder;
import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.ChartLayers;
import io.jenkins.plugins.ocichart.operation.ChartSelection;
import io.jenkins.plugins.ocichart.operation.NearbyProvenance;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.ProvenanceMaker;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.operation.UserPath;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Packages chart folders, as {@code helm package} does, but so that the same folder always gives the same archive: all entries
 * have one time. An archive that is there with the same bytes is left as it is. The first folder that can't be packaged ends it;
 * unlike Helm, that is also one whose archive would replace that of another folder.
 *
 * @param chart a folder, an Ant pattern or a list of them, relative to the directory that this runs in
 * @param destination the folder for the archives, relative to that directory, created if missing; null or empty for it
 * @param version replaces the version of Chart.yaml; null or empty for none
 * @param appVersion replaces its {@code appVersion}; null or empty for none
 * @param epoch the variable {@code SOURCE_DATE_EPOCH}, see {@link ChartFolder#time}
 * @param workspace where links in a chart may lead to, if the directory is below it; null for the directory
 * @param provenance signs the archives; null if they aren't signed
 */
public record Packaging(
        String chart,
        String destination,
        String version,
        String appVersion,
        String epoch,
        String workspace,
        ProvenanceMaker provenance)
        implements Operation<PackagingResult> {
    public Packaging {
        Objects.requireNonNull(chart, "chart");
    }

    public Packaging(
            String chart, String destination, String version, String appVersion, String epoch, String workspace) {
        this(chart, destination, version, appVersion, epoch, workspace, null);
    }

    /** Whether a chart can have this version. */
    public static boolean isVersion(String version) {
        return ChartVersion.loose(version).isPresent();
    }

    @Override
    public PackagingResult run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        Instant time = ChartFolder.time(epoch);
        Path typed = UserPath.of("destination", destination).normalize();
        List<PackagedChart> packaged = new ArrayList<>();
        try {
            for (Path folder : ChartSelection.folders(base, chart)) {
                try {
                    packaged.add(pack(base, folder, typed, time, packaged, progress));
                } catch (ChartException e) {
                    return new PackagingResult(packaged, named(base, folder) + ": " + e.getMessage());
                }
            }
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            if (packaged.isEmpty()) {
                throw new IOException(ErrorLine.of(e), e);
            }
            return new PackagingResult(packaged, ErrorLine.of(e));
        }
        return new PackagingResult(packaged, null);
    }

    private PackagedChart pack(
            Path base, Path folder, Path typed, Instant time, List<PackagedChart> before, Progress progress)
            throws IOException, InterruptedException {
        Set<String> warnings = new LinkedHashSet<>();
        ChartFolder chart = ChartFolder.load(folder, UserPath.workspace(base, workspace), warnings)
                .with(version, appVersion);
        warnings.forEach(text -> progress.line("WARNING: " + named(base, folder) + ": " + text));
        List<String> missing = chart.chart().missingDependencies();
        if (!missing.isEmpty()) {
            throw new ChartException("found in Chart.yaml, but missing in charts/ directory: "
                    + String.join(", ", missing) + "; run ociChartDependencyBuild or ociChartDependencyUpdate first");
        }
        Path destinationFolder = base.resolve(typed);
        String name = chart.archiveName();
        try (Staging staging = Staging.in(destinationFolder)) {
            Path archive = staging.resolve(name);
            chart.pack(archive, time);
            MessageDigest sha256 = ChartArchive.digest("SHA-256");
            MessageDigest md5 = ChartArchive.digest("MD5");
            try (InputStream in =
                    new DigestInputStream(new DigestInputStream(Files.newInputStream(archive), sha256), md5)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            String digest = "sha256:" + HexFormat.of().formatHex(sha256.digest());
            String path = UserPath.shown(typed.resolve(name));
            if (before.stream()
                    .anyMatch(one -> one.path().equals(path) && !one.digest().equals(digest))) {
                throw new ChartException(path + " has just been made of another chart with this name and version;"
                        + " package them into different destinations");
            }
            String provenanceDigest = provenance == null ? null : sign(staging, archive, digest, destinationFolder);
            long size = Files.size(archive);
            Path existing = destinationFolder.resolve(name);
            if (!Files.isRegularFile(existing) || Files.mismatch(archive, existing) >= 0) {
                staging.move(archive, name);
            }
            if (Files.exists(staging.resolve(name + ".prov"))) {
                staging.move(staging.resolve(name + ".prov"), name + ".prov");
            }
            staging.keep();
            boolean here = typed.toString().isEmpty();
            progress.line("Successfully packaged chart and saved it to: "
                    + UserPath.shown(here ? existing : typed.resolve(name)));
            Path signature = destinationFolder.resolve(name + ".prov");
            if (Files.isRegularFile(signature) && !NearbyProvenance.fits(signature, digest)) {
                progress.line("WARNING: " + path
                        + ".prov is of another archive and will not verify; sign again or delete it");
            }
            return new PackagedChart(
                    chart.metadata().name(),
                    chart.metadata().version(),
                    chart.metadata().appVersion(),
                    path,
                    digest,
                    size,
                    HexFormat.of().formatHex(md5.digest()),
                    provenanceDigest);
        }
    }

    /** Stages the provenance unless it is in the destination already; returns its digest. */
    private String sign(Staging staging, Path archive, String digest, Path destinationFolder)
            throws IOException, InterruptedException {
        String file = archive.getFileName() + ".prov";
        Path existing = destinationFolder.resolve(file);
        boolean known = Files.isRegularFile(existing) && Files.size(existing) <= ChartLayers.MAX_PROVENANCE;
        byte[] before = known ? Files.readAllBytes(existing) : null;
        byte[] signed = provenance.make(
                ChartArchive.metadata(archive).toYaml(), archive.getFileName().toString(), digest, before);
        if (!Arrays.equals(signed, before)) {
            Files.write(staging.resolve(file), signed);
        }
        return Digest.sha256(signed).toString();
    }

    private static String named(Path base, Path folder) {
        return folder.equals(base) ? folder.toString() : UserPath.shown(base, folder);
    }
}
