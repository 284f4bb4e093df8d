package io.jenkins.plugins.ocichart.operation.release;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.PrivateFiles;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the private folder of one use of {@code helm}, and looks at what it will use.
 *
 * @param folder the folder's absolute path
 * @param kubeconfig the content of a kubeconfig to write into it as {@value #KUBECONFIG}; null for none
 * @param chart the path of a chart archive or folder; null if a chart is pulled
 * @param valuesFiles the files with values, which must exist
 * @param environment what {@link #select} takes of the step's environment
 */
public record PrepareRelease(
        String folder, byte[] kubeconfig, String chart, List<String> valuesFiles, Map<String, String> environment)
        implements Operation<PreparedRelease> {
    public static final String KUBECONFIG = "kubeconfig";

    /** A Chart.yaml has some KiB; Helm reads no file above 5 MiB. */
    private static final int LARGEST_FILE = 5 << 20;

    /** What of a step's environment says where the cluster is; other variables may be secret. */
    public static Map<String, String> select(Map<String, String> environment) {
        Map<String, String> selected = new TreeMap<>(environment);
        selected.keySet().retainAll(Cluster.VARIABLES);
        return selected;
    }

    @Override
    public PreparedRelease run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        for (String file : valuesFiles) {
            if (!Files.isRegularFile(path(base, "valuesFiles", file))) {
                throw new IOException("valuesFiles: there is no file " + file + " in " + base);
            }
        }
        PreparedRelease.LocalChart local = chart == null ? null : local(base);
        Path place = Path.of(folder);
        try {
            PrivateFiles.folder(place, Platform.current());
            if (kubeconfig != null) {
                PrivateFiles.write(place.resolve(KUBECONFIG), kubeconfig, Platform.current());
            }
        } catch (IOException e) {
            throw new IOException("cannot write to " + place + ": " + ErrorLine.reason(e), e);
        }
        return new PreparedRelease(local, Cluster.of(kubeconfig, base, environment));
    }

    private PreparedRelease.LocalChart local(Path base) throws IOException, InterruptedException {
        Path file = path(base, "chart", chart);
        if (Files.isDirectory(file)) {
            return folder(file);
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("chart '" + chart + "' is no file or folder in " + base
                    + "; give the path of a chart or oci://HOST[:PORT]/NAMESPACE/NAME");
        }
        ChartArchive archive = ChartArchive.read(file);
        return new PreparedRelease.LocalChart(
                file.toString(),
                file.getFileName().toString(),
                archive.metadata().name(),
                archive.metadata().version(),
                archive.metadata().appVersion(),
                "sha256:" + archive.sha256(),
                archive.size(),
                archive.md5());
    }

    /** Helm reads the folder; only what is recorded is looked at here. */
    private PreparedRelease.LocalChart folder(Path folder) throws IOException {
        Path file = folder.resolve("Chart.yaml");
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException("is too large");
            }
            Map<?, ?> chart = GoYaml.decode(Files.readAllBytes(file)) instanceof Map<?, ?> map ? map : Map.of();
            return new PreparedRelease.LocalChart(
                    folder.toString(),
                    folder.getFileName().toString(),
                    text(chart, "name"),
                    text(chart, "version"),
                    text(chart, "appVersion"),
                    null,
                    0,
                    null);
        } catch (IOException e) {
            throw new IOException(file + ": " + ErrorLine.reason(e), e);
        }
    }

    private static String text(Map<?, ?> chart, String key) {
        Object value = chart.get(key);
        return value == null ? "" : value.toString();
    }

    private static Path path(Path base, String parameter, String text) throws IOException {
        try {
            return base.resolve(text);
        } catch (InvalidPathException e) {
            throw new IOException(parameter + " '" + text + "' is not a valid path: " + e.getReason(), e);
        }
    }

    /** Without the kubeconfig. */
    @Override
    public String toString() {
        return "PrepareRelease[" + folder + "]";
    }
}
