package io.jenkins.plugins.ocichart.build;

import hudson.model.Run;
import io.jenkins.plugins.ocichart.operation.KnownArchive;
import io.jenkins.plugins.ocichart.record.PublishedChartsAction;
import io.jenkins.plugins.ocichart.record.PulledChartsAction;
import io.jenkins.plugins.ocichart.record.RecordedChart;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a build knows of a registry: the archives that it has pushed there or pulled from there so far. */
final class KnownArchives {
    /** They cross the channel with each push, and what is promoted is seldom far back. */
    private static final int LIMIT = 100;

    private KnownArchives() {}

    /** The newest archives first, at most {@value #LIMIT}; none where {@code registry} is null. */
    static List<KnownArchive> of(Run<?, ?> run, RegistryHost registry) {
        return charts(run).stream()
                .filter(chart -> isIn(registry, chart))
                .sorted(Comparator.comparing(RecordedChart::getTime).reversed())
                .map(chart -> new KnownArchive(chart.getChartDigest(), chart.getRepository()))
                .distinct()
                .limit(LIMIT)
                .toList();
    }

    private static List<RecordedChart> charts(Run<?, ?> run) {
        List<RecordedChart> charts = new ArrayList<>();
        PublishedChartsAction published = run.getAction(PublishedChartsAction.class);
        if (published != null) {
            charts.addAll(published.getCharts());
        }
        PulledChartsAction pulled = run.getAction(PulledChartsAction.class);
        if (pulled != null) {
            charts.addAll(pulled.getCharts());
        }
        return charts;
    }

    private static boolean isIn(RegistryHost registry, RecordedChart chart) {
        RegistryHost other = AccessResolver.host(chart.getRegistry());
        return registry != null && other != null && registry.isSameAs(other);
    }
}
