package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.record.ChartRecorder;
import java.io.IOException;
import java.util.Map;

/** Pulls a chart and records it. See the step's help for the parameters. */
public record PullChart(
        String chart,
        String version,
        boolean devel,
        String destination,
        boolean untar,
        String untarDir,
        boolean prov,
        boolean fingerprint,
        RegistryOptions registry)
        implements Task<Map<String, Object>> {
    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.PullChart_noChart());
        ResolvedRegistry from = registry.resolve(context, chart);
        PulledChart pulled =
                from.agent().run(new Pull(chart, version, devel, destination, untar, untarDir, prov, from.access()));
        return new ChartRecorder(context.run(), context.launcher(), context.listener()).pulled(pulled, fingerprint);
    }
}
