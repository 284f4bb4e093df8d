package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.pull.VerifiedChart;
import io.jenkins.plugins.ocichart.operation.pull.Verify;
import java.io.IOException;
import java.util.Map;

/** Verifies a chart in a registry or an archive, and records who has signed it. See the step's help for the parameters. */
public record VerifyChart(String chart, TrustOptions trust, RegistryOptions registry)
        implements Task<Map<String, Object>> {
    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.VerifyChart_noChart());
        if (trust.isEmpty()) {
            throw new AbortException(Messages.VerifyChart_noKey());
        }
        Trust wanted = trust.resolve(context);
        ResolvedRegistry from = registry.resolve(context, Verify.isInRegistry(chart) ? chart : "");
        return recorded(context, wanted, from.agent().run(new Verify(chart, wanted, from.access())));
    }

    Map<String, Object> recorded(BuildContext context, Trust wanted, VerifiedChart verified) throws IOException {
        if (Verify.isInRegistry(chart)) {
            AgentAnswer.checkChart(chart, verified.chart());
        } else {
            AgentAnswer.checkArchive(chart, verified.chart());
        }
        AgentAnswer.checkVerified(chart, wanted, verified.chart().chartDigest(), verified.verification());
        return context.recorder().verified(verified);
    }
}
