package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.pull.Show;
import io.jenkins.plugins.ocichart.operation.pull.ShownChart;
import io.jenkins.plugins.ocichart.operation.pull.Verify;
import java.io.IOException;

/** Shows a part of a chart. See the step's help for the parameters. */
public record ShowChart(
        String chart, String what, String version, boolean devel, TrustOptions trust, RegistryOptions registry)
        implements Task<String> {
    @Override
    public String run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.ShowChart_noChart());
        if (!Show.isPart(what)) {
            throw new AbortException(Messages.ShowChart_what(what));
        }
        Trust wanted = trust.resolve(context);
        String workspace = context.environment().get("WORKSPACE");
        if (!Verify.isInRegistry(chart)) {
            return new AgentCall(context.directory(), context.listener(), null)
                    .run(new Show(chart, what, version, devel, wanted, null, workspace))
                    .text();
        }
        ResolvedRegistry from = registry.resolve(context, chart);
        ShownChart shown = from.agent().run(new Show(chart, what, version, devel, wanted, from.access(), workspace));
        AgentAnswer.checkPulled(chart, shown.pulled());
        AgentAnswer.checkVerified(
                chart,
                wanted,
                shown.pulled().chart().chartDigest(),
                shown.pulled().verification());
        return shown.text();
    }
}
