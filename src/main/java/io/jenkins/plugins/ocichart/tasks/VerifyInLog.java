package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.sigstore.FindLogEntries;
import io.jenkins.plugins.ocichart.signature.rekor.LogEntry;
import java.io.IOException;
import java.util.Map;

/**
 * Verifies that a Rekor log has taken in who has signed a chart, as {@code helm sigstore verify} does, and that this is proved.
 * See the step's help for the parameters.
 */
public record VerifyInLog(RekorOptions options) implements Task<Map<String, Object>> {
    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        LoggedChart chart = options.verify(context);
        LogEntry entry = chart.verified(chart.agent().run(new FindLogEntries(chart.digest(), chart.log())));
        chart.show(
                "Chart Verified Successfully From Helm entry:",
                "",
                "Rekor Server: " + chart.log().url(),
                "Rekor Index: " + entry.index(),
                "Rekor UUID: " + entry.uuid());
        return chart.recorded(entry);
    }
}
