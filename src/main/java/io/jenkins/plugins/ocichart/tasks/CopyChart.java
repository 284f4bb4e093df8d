package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.copy.CopiedChart;
import io.jenkins.plugins.ocichart.operation.copy.Copy;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import java.io.IOException;
import java.util.Map;

/**
 * Copies a chart with its signatures, and records it. See the step's help for the parameters.
 *
 * @param source how to reach the registry of {@code from}
 * @param target how to reach the registry of {@code to}
 */
public record CopyChart(
        String from,
        String version,
        boolean devel,
        String to,
        String ifExists,
        boolean signatures,
        TrustOptions trust,
        RegistryOptions source,
        RegistryOptions target)
        implements Task<Map<String, Object>> {
    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(from, Messages.CopyChart_noFrom());
        Task.required(to, Messages.CopyChart_noTo());
        IfExists policy = PushCharts.policy(ifExists);
        Trust wanted = trust.resolve(context);
        ResolvedRegistry reading = source.resolve(context, from);
        ResolvedRegistry writing = target.resolve(context, to);
        CopiedChart copied = reading.agent()
                .and(writing.agent())
                .run(new Copy(
                        from, version, devel, to, policy, signatures, wanted, reading.access(), writing.access()));
        if (copied.pushed() || !copied.verification().signatures().isEmpty()) { // else the tag keeps another chart
            AgentAnswer.checkVerified(from, wanted, copied.chart().chartDigest(), copied.verification());
        }
        return recorded(context, copied);
    }

    Map<String, Object> recorded(BuildContext context, CopiedChart copied) throws IOException {
        AgentAnswer.checkCopied(from, to, copied);
        return context.recorder().copied(copied);
    }
}
