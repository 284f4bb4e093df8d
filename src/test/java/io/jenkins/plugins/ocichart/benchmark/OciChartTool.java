package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** This plugin's operations, in this JVM, with the defaults of its steps and as little logging in as Helm does. */
final class OciChartTool implements Tool {
    private static final int DEFAULT_PARALLELISM = 4;
    private static final RegistryAccess ACCESS = new RegistryAccess(
            new ConnectionSettings(true, false, null, null, null, null), RegistryCredential.anonymous(), Map.of());
    private static final Progress SILENT = line -> {};

    @Override
    public String name() {
        return "OCI Chart";
    }

    @Override
    public Action push(List<Path> archives, String host, String namespace) {
        return push(archives, host, namespace, List.of());
    }

    /** Readies a push of archives that another repository is known to hold, as where a build promotes a chart. */
    Action push(List<Path> archives, String host, String namespace, List<KnownArchive> known) {
        String charts = archives.stream().map(Path::toString).collect(Collectors.joining(","));
        Push request = new Push(
                charts, "oci://" + host + "/" + namespace, IfExists.OVERWRITE, DEFAULT_PARALLELISM, ACCESS, known);
        Path directory = archives.get(0).getParent();
        return () -> {
            PushResult result = ChartPush.run(directory, request, SILENT);
            if (result.charts().size() != archives.size()) {
                throw new IllegalStateException("pushed " + result.charts().size() + " of " + archives.size()
                        + " charts: " + result.failures());
            }
        };
    }

    @Override
    public Action pull(String host, String repository, String version, Path directory) {
        Pull request = new Pull("oci://" + host + "/" + repository, version, false, ".", false, ".", false, ACCESS);
        return () -> ChartPull.run(directory, request, SILENT);
    }
}
