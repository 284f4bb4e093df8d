package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.record.KnownArchives;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Pushes chart archives and records them. See the step's help for the parameters. */
public record PushCharts(
        String chart,
        String remote,
        String ifExists,
        int parallelism,
        boolean archive,
        boolean fingerprint,
        RegistryOptions registry)
        implements Task<List<Map<String, Object>>> {
    /** Returns a map for each chart; if one was not pushed, fails after those that were are recorded. */
    @Override
    public List<Map<String, Object>> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.PushCharts_noChart());
        Task.required(remote, Messages.PushCharts_noRemote());
        IfExists policy = policy(ifExists);
        ResolvedRegistry to = registry.resolve(context, remote);
        PushResult result = to.agent()
                .run(new Push(
                        chart, remote, policy, parallelism, to.access(), KnownArchives.of(context.run(), remote)));
        List<Map<String, Object>> maps = recorded(context, result.charts());
        if (result.problem().isPresent()) {
            throw to.agent().failure(result.problem().get());
        }
        return maps;
    }

    static IfExists policy(String ifExists) throws AbortException {
        return IfExists.of(ifExists).orElseThrow(() -> new AbortException(Messages.PushCharts_ifExists(ifExists)));
    }

    List<Map<String, Object>> recorded(BuildContext context, List<PushedChart> charts)
            throws IOException, InterruptedException {
        AgentAnswer.checkPushed(remote, charts);
        return context.recorder().pushed(charts, archive, fingerprint);
    }
}
