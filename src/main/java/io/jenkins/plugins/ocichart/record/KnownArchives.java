package io.jenkins.plugins.ocichart.record;

import hudson.model.Run;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What a build knows of a registry: the archives that it has pushed there or pulled from there so far. */
public final class KnownArchives {
    /** They cross the channel with each push, and promoted charts are usually recent. */
    private static final int LIMIT = 100;

    private KnownArchives() {}

    /**
     * The newest archives first, at most {@value #LIMIT}.
     *
     * @param remote an address that begins with the registry; nothing is known if it doesn't
     */
    public static List<KnownArchive> of(Run<?, ?> run, String remote) {
        Optional<RegistryHost> registry = RegistryHost.find(remote);
        List<RecordedChart> newestFirst = new ArrayList<>(ChartEvents.of(run));
        Collections.reverse(newestFirst);
        return newestFirst.stream()
                .filter(chart -> isIn(registry, chart))
                .map(chart -> new KnownArchive(chart.chartDigest, chart.repository))
                .distinct()
                .limit(LIMIT)
                .toList();
    }

    private static boolean isIn(Optional<RegistryHost> registry, RecordedChart chart) {
        return registry.isPresent()
                && chart.registry != null
                && RegistryHost.find(chart.registry)
                        .filter(registry.get()::isSameAs)
                        .isPresent();
    }
}
