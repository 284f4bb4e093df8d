package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.folder.ChartFolder;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Fetches a chart's dependencies into its {@code charts/} and writes its lock, as {@code helm dependency update} and
 * {@code build} do. If it fails or is interrupted, {@code charts/} and the lock are as they were.
 *
 * @param chart the chart's folder, relative to the directory that the operation runs in, or absolute
 * @param fromLock whether to fetch what a lock says and leave the lock as it is; without a lock that makes no difference
 * @param epoch the variable {@code SOURCE_DATE_EPOCH}, for archives of folders, see {@link ChartFolder#time}
 * @param workspace where links in charts may lead to, if the directory is below it; null for the directory
 * @param sources how the dependencies are reached
 * @param trust what must hold for those that are fetched
 */
public record DependencyUpdate(
        String chart, boolean fromLock, String epoch, String workspace, DependencySources sources, Trust trust)
        implements Operation<List<FetchedDependency>> {
    public DependencyUpdate {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(trust, "trust");
    }

    @Override
    public List<FetchedDependency> run(Path directory, Progress progress) throws IOException, InterruptedException {
        try {
            return Dependencies.of(directory, this, progress).fetch();
        } catch (RegistryException | ChartException | UnverifiedException e) {
            throw e;
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            throw new IOException(ErrorLine.of(e), e);
        }
    }
}
