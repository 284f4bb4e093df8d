package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.operation.Console;
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
 * Says which registries and repositories the dependencies of charts come from, so that the controller can look for their logins;
 * an address with a login in it is refused.
 *
 * @param charts the charts' folders
 * @param fromLock whether a lock counts
 * @param workspace as for {@link DependencyUpdate}
 * @param sources of which the names matter, and how the machine is reached
 */
public record DependencyAddresses(List<String> charts, boolean fromLock, String workspace, DependencySources sources)
        implements Operation<List<String>> {
    public DependencyAddresses {
        charts = new ArrayList<>(charts);
    }

    @Override
    public List<String> run(Path directory, Progress progress) throws IOException, InterruptedException {
        DependencyUpdate update = new DependencyUpdate(charts, fromLock, null, workspace, sources, Trust.NONE);
        Set<String> addresses = new LinkedHashSet<>();
        for (Dependencies chart : Dependencies.of(directory, update, new Console(line -> {}))) {
            for (Dependency dependency : chart.wanted()) {
                if (!RepositoryNames.isFolder(dependency.repository())) {
                    addresses.add(dependency.repository());
                }
            }
        }
        return new ArrayList<>(addresses);
    }
}
