package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartFiles;
import io.jenkins.plugins.ocichart.chart.ChartPart;
import io.jenkins.plugins.ocichart.chart.ChartText;
import io.jenkins.plugins.ocichart.chart.LoadedChart;
import io.jenkins.plugins.ocichart.chart.folder.ChartFolder;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.UserPath;
import io.jenkins.plugins.ocichart.registry.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Shows a chart, as {@code helm show} does. A chart in a registry is pulled to a temporary folder, whatever is shown of it, since
 * Helm shows what the archive says: the manifest's config blob, which would be smaller, has the same metadata only if Helm made
 * both. That takes the two requests of any pull.
 *
 * @param chart {@code oci://…} as for a pull, or the path of an archive or of a chart folder
 * @param what the part to show: {@code all}, {@code chart}, {@code values}, {@code readme} or {@code crds}
 * @param version exact version or a range, of a chart in a registry; null or empty for the newest one
 * @param devel whether pre-releases are considered
 * @param trust what must hold before anything is shown
 * @param access how to reach the registry; null for a chart on the machine
 * @param workspace where links in a chart folder may lead to; null for the directory that this runs in
 */
public record Show(
        String chart, String what, String version, boolean devel, Trust trust, RegistryAccess access, String workspace)
        implements Operation<ShownChart> {
    private static final String SCHEME = "oci://";

    public Show {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(trust, "trust");
    }

    /** Whether there is such a part. */
    public static boolean isPart(String what) {
        return ChartPart.of(what).isPresent();
    }

    @Override
    public ShownChart run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        return Verify.isInRegistry(chart) ? inRegistry(base, progress) : local(base, progress);
    }

    private ShownChart inRegistry(Path base, Progress progress) throws IOException, InterruptedException {
        try (Staging staging = Staging.in(base)) {
            String folder = base.relativize(staging.resolve("chart")).toString();
            PulledChart pulled =
                    new Pull(chart, version, devel, folder, false, null, false, trust, access).run(base, progress);
            return new ShownChart(
                    text(base, base.resolve(pulled.path()), pulled.chart().ref(), progress), pulled);
        }
    }

    private ShownChart local(Path base, Progress progress) throws IOException, InterruptedException {
        Path path = base.resolve(UserPath.of("chart", chart)).normalize();
        if (!Files.exists(path)) {
            throw new IOException("'" + chart + "': no such file or folder in " + base
                    + "; the address of a chart in a registry begins with " + SCHEME);
        }
        if (!trust.isEmpty()) {
            VerifiedChart verified = Verify.onDisk(base, chart, trust);
            Digest archive = Digest.parse(verified.chart().digest());
            new Console(progress).signatures(verified.verification(), archive, archive);
        }
        return new ShownChart(text(base, path, chart.strip(), progress), null);
    }

    private String text(Path base, Path path, String name, Progress progress) throws IOException {
        ChartPart part = ChartPart.of(what)
                .orElseThrow(() ->
                        new IOException("what is '" + what + "', but must be all, chart, values, readme or crds"));
        Set<String> warnings = new LinkedHashSet<>();
        byte[] text;
        if (Files.isDirectory(path)) {
            ChartFolder folder = inFolder(name, path, UserPath.workspace(base, workspace), warnings);
            text = ChartText.of(folder.chart(), folder.files(), part);
        } else {
            LoadedChart loaded = ChartArchive.load(path, warnings);
            ChartFiles files = ChartArchive.files(path);
            text = ChartText.of(loaded, files, part);
        }
        warnings.forEach(warning -> progress.line("WARNING: " + name + ": " + warning));
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            progress.line(
                    "WARNING: " + name + ": what is shown is not UTF-8; bytes that are no characters are replaced");
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    private static ChartFolder inFolder(String name, Path path, Path root, Set<String> warnings) throws IOException {
        try {
            return ChartFolder.load(path, root, warnings);
        } catch (ChartException e) {
            throw new ChartException(name + ": " + e.getMessage(), e);
        }
    }
}
