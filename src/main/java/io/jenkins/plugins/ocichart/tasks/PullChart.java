package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import java.io.IOException;
import java.util.Map;

/**
 * Pulls a chart and records it. See the step's help for the parameters.
 *
 * @param verify whether {@code trust} must have a keyring
 */
public record PullChart(
        String chart,
        String version,
        boolean devel,
        String destination,
        boolean untar,
        String untarDir,
        boolean prov,
        boolean verify,
        TrustOptions trust,
        boolean fingerprint,
        RegistryOptions registry)
        implements Task<Map<String, Object>> {
    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.PullChart_noChart());
        if (verify && !trust.hasKeyring()) {
            throw new AbortException(Messages.PullChart_noKeyring());
        }
        Trust wanted = trust.resolve(context);
        ResolvedRegistry from = registry.resolve(context, chart);
        PulledChart pulled = from.agent()
                .run(new Pull(chart, version, devel, destination, untar, untarDir, prov, wanted, from.access()));
        AgentAnswer.checkVerified(chart, wanted, pulled.chart().chartDigest(), pulled.verification());
        return recorded(context, pulled);
    }

    Map<String, Object> recorded(BuildContext context, PulledChart pulled) throws IOException {
        AgentAnswer.checkPulled(chart, pulled);
        return context.recorder().pulled(pulled, fingerprint);
    }
}
