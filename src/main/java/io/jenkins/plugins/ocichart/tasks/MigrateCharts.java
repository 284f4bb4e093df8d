package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.operation.migrate.Migrate;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationResult;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationScope;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.record.ChartRecorder;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Brings the charts of a classic repository to a registry, and reports. See the step's help for the parameters. */
public record MigrateCharts(
        String from,
        String remote,
        String include,
        String exclude,
        String versions,
        String shard,
        String ifExists,
        int parallelism,
        boolean dryRun,
        String repositoryCredentialsId,
        RegistryOptions registry)
        implements Task<Map<String, Integer>> {
    /** Returns how many versions had which outcome; if one failed, fails after the report is archived. */
    @Override
    public Map<String, Integer> run(BuildContext context) throws IOException, InterruptedException {
        String url = Task.required(from, Messages.MigrateCharts_noFrom()).strip();
        Task.required(remote, Messages.MigrateCharts_noRemote());
        IfExists policy = PushCharts.policy(ifExists);
        ResolvedRegistry to = registry.resolve(context, remote);
        ResolvedRepository source =
                ResolvedRepository.of(context, url, repositoryCredentialsId, null, registry.connection());
        AgentCall agent = to.agent().masking(source.mask());
        ChartRecorder recorder = context.recorder();
        MigrationReport report = new MigrationReport();
        MigrationResult result;
        try {
            result = agent.run(new Migrate(
                            source.repository(),
                            remote,
                            new MigrationScope(include, exclude, versions, shard),
                            policy,
                            parallelism,
                            dryRun,
                            to.access(),
                            report))
                    .withReasons(agent::masked);
        } catch (IOException | InterruptedException e) {
            recordUnfinished(
                    recorder, url, new MigrationResult(report.rows(), List.of()).withReasons(agent::masked), e);
            throw e;
        }
        AgentAnswer.checkPushed(remote, result.newest());
        recorder.migrated(url, result);
        if (result.problem().isPresent()) {
            throw agent.failure(result.problem().get());
        }
        return result.counts();
    }

    /** A migration that is aborted, or whose agent is lost, leaves a report of what it has done. */
    private static void recordUnfinished(ChartRecorder recorder, String url, MigrationResult result, Exception end) {
        if (!result.charts().isEmpty()) {
            try {
                recorder.migrated(url, result);
            } catch (IOException | InterruptedException e) {
                end.addSuppressed(e);
            }
        }
    }
}
