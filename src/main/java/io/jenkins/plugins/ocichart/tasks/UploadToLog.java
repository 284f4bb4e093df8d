package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.operation.sigstore.AddLogEntry;
import io.jenkins.plugins.ocichart.operation.sigstore.AddedEntry;
import io.jenkins.plugins.ocichart.signature.rekor.LogEntry;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Has a Rekor log take in who has signed a chart, as {@code helm sigstore upload} does, and verifies what the log then says. See
 * the step's help for the parameters.
 */
public record UploadToLog(RekorOptions options) implements Task<Map<String, Object>> {
    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        LoggedChart chart = options.verify(context);
        AddedEntry added = chart.agent().run(new AddLogEntry(chart.proposal(), chart.log()));
        LogEntry entry = chart.verified(List.of(added.entry()));
        String place = chart.log().url() + "/api/v1/log/entries/" + entry.uuid();
        chart.show(
                added.created()
                        ? "Created Helm entry at index " + entry.index() + ", available at: " + place
                        : "Already in the log at index " + entry.index() + ": " + place + "; nothing was added.");
        Map<String, Object> result = chart.recorded(entry);
        result.put("created", added.created());
        return result;
    }
}
