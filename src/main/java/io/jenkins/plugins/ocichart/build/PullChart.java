package io.jenkins.plugins.ocichart.build;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.operation.PullRequest;
import io.jenkins.plugins.ocichart.operation.PulledChart;
import io.jenkins.plugins.ocichart.record.PullRecorder;
import io.jenkins.plugins.ocichart.remoting.PullCallable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;

/** Pulls a chart for a build: decides what to log in with, has the agent pull it, records it. */
public final class PullChart {
    private PullChart() {}

    /**
     * The parameters of the step; see its help for what each means.
     *
     * @param version null for none, as are the other texts but {@code chart}
     */
    public record Parameters(
            String chart,
            String version,
            boolean devel,
            String destination,
            boolean untar,
            String untarDir,
            boolean prov,
            String credentialsId,
            boolean fingerprint,
            ConnectionParameters connection)
            implements Serializable {}

    /**
     * Pulls and records.
     *
     * @return what was pulled, for the script
     * @throws AbortException where it was not pulled
     * @throws InterruptedException where the build was aborted
     */
    public static Map<String, Object> run(BuildContext context, Parameters parameters)
            throws IOException, InterruptedException {
        if (parameters.chart() == null || parameters.chart().isBlank()) {
            throw new AbortException(Messages.PullChart_noChart());
        }
        PullRequest request = new PullRequest(
                parameters.chart(),
                parameters.version(),
                parameters.devel(),
                parameters.destination(),
                parameters.untar(),
                parameters.untarDir(),
                parameters.prov(),
                AccessResolver.resolve(
                        context, parameters.chart(), parameters.credentialsId(), parameters.connection()));
        RegistryWork work = new RegistryWork(context, request.access().credential());
        PulledChart chart = work.run(context.directory(), new PullCallable(request, work.log()));
        return PullRecorder.record(context.run(), chart, parameters.fingerprint())
                .toMap();
    }
}
