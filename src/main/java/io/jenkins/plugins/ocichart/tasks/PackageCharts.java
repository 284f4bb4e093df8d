package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.operation.packaging.ChartFolders;
import io.jenkins.plugins.ocichart.operation.packaging.Packaging;
import io.jenkins.plugins.ocichart.operation.packaging.PackagingResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Packages chart folders and records the archives. See the step's help for the parameters. */
public record PackageCharts(
        String chart,
        String destination,
        String version,
        String appVersion,
        boolean dependencyUpdate,
        List<NamedRepository> repositories,
        SigningOptions signing,
        boolean fingerprint)
        implements Task<List<Map<String, Object>>> {
    /** Returns a map for each chart; if one was not packaged, fails after those that were are recorded. */
    @Override
    public List<Map<String, Object>> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.PackageCharts_noChart());
        ChartSigning signer = signing.resolve(context);
        AgentCall agent = new AgentCall(context.directory(), context.listener(), null);
        if (dependencyUpdate) {
            List<String> folders = agent.run(new ChartFolders(chart));
            new UpdateDependencies(folders, false, repositories, TrustOptions.NONE, RegistryOptions.NONE).run(context);
        }
        PackagingResult result = agent.run(new Packaging(
                chart,
                destination,
                version,
                appVersion,
                context.environment().get("SOURCE_DATE_EPOCH"),
                context.environment().get("WORKSPACE"),
                signer));
        AgentAnswer.checkPackaged(chart, result.charts(), signer);
        List<Map<String, Object>> maps = context.recorder().packaged(result.charts(), fingerprint);
        if (result.problem() != null) {
            throw agent.failure(result.problem());
        }
        return maps;
    }
}
