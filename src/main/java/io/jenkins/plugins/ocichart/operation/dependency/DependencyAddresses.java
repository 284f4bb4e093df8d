package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which registries and repositories a chart's dependencies come from, so that the controller can look for their logins;
 * an address with a login in it is refused.
 *
 * @param chart the chart's folder
 * @param fromLock whether a lock counts
 * @param workspace as for {@link DependencyUpdate}
 * @param sources of which the names matter, and how the machine is reached
 */
public record DependencyAddresses(String chart, boolean fromLock, String workspace, DependencySources sources)
        implements Operation<List<String>> {
    @Override
    public List<String> run(Path directory, Progress progress) throws IOException, InterruptedException {
        DependencyUpdate update = new DependencyUpdate(chart, fromLock, null, workspace, sources, Trust.NONE);
        Dependencies dependencies = Dependencies.of(directory, update, line -> {});
        Set<String> addresses = new LinkedHashSet<>();
        for (Dependency dependency : dependencies.wanted()) {
            if (!RepositoryNames.isFolder(dependency.repository())) {
                addresses.add(dependency.repository());
            }
        }
        return new ArrayList<>(addresses);
    }
}
