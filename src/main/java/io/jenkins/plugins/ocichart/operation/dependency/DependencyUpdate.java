package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.folder.ChartFolder;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Fetches charts' dependencies into their {@code charts/} and writes their locks, as {@code helm dependency update} and
 * {@code build} do, a chart after the other, but each index once. If one fails or is interrupted, its {@code charts/} and lock
 * are as they were.
 *
 * @param charts the charts' folders, relative to the directory that the operation runs in, or absolute
 * @param fromLock whether to fetch what a lock says and leave the lock as it is; without a lock that makes no difference
 * @param epoch the variable {@code SOURCE_DATE_EPOCH}, for archives of folders, see {@link ChartFolder#time}
 * @param workspace where links in charts may lead to, if the directory is below it; null for the directory
 * @param sources how the dependencies are reached
 * @param trust what must hold for those that are fetched
 */
public record DependencyUpdate(
        List<String> charts, boolean fromLock, String epoch, String workspace, DependencySources sources, Trust trust)
        implements Operation<List<FetchedDependency>> {
    public DependencyUpdate {
        charts = new ArrayList<>(charts);
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(trust, "trust");
    }

    @Override
    public List<FetchedDependency> run(Path directory, Progress progress) throws IOException, InterruptedException {
        try {
            Console console = new Console(progress);
            List<Dependencies> all = Dependencies.of(directory, this, console);
            List<Dependency> wanted = new ArrayList<>();
            for (Dependencies one : all) {
                wanted.addAll(one.wanted());
            }
            List<FetchedDependency> fetched = new ArrayList<>();
            try (DependencyClients clients = new DependencyClients(sources, directory, console, wanted)) {
                for (Dependencies one : all) {
                    fetched.addAll(one.fetch(clients));
                }
            }
            return fetched;
        } catch (RegistryException | ChartException | UnverifiedException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(ErrorLine.of(e), e);
        }
    }
}
