package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.pull.Versions;
import java.io.IOException;
import java.util.List;

/** Lists the versions of a chart in its registry. See the step's help for the parameters. */
public record ListVersions(String chart, String version, boolean devel, int limit, RegistryOptions registry)
        implements Task<List<String>> {
    @Override
    public List<String> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.PullChart_noChart());
        ResolvedRegistry from = registry.resolve(context, chart);
        return from.agent().run(new Versions(chart, version, devel, limit, from.access()));
    }
}
