package io.jenkins.plugins.ocichart.build;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.operation.IfExists;
import io.jenkins.plugins.ocichart.operation.PushRequest;
import io.jenkins.plugins.ocichart.operation.PushResult;
import io.jenkins.plugins.ocichart.record.PublishedChart;
import io.jenkins.plugins.ocichart.record.PushRecorder;
import io.jenkins.plugins.ocichart.remoting.PushCallable;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Pushes charts for a build: decides what to log in with, has the agent push them, records them. */
public final class PushChart {
    private PushChart() {}

    /**
     * The parameters of the step; see its help for what each means.
     *
     * @param credentialsId null for none
     * @param ifExists a constant of {@link IfExists} in lower case
     */
    public record Parameters(
            String chart,
            String remote,
            String credentialsId,
            String ifExists,
            int parallelism,
            boolean archive,
            boolean fingerprint,
            ConnectionParameters connection)
            implements Serializable {}

    /**
     * Pushes and records.
     *
     * @return one map for each chart, for the script
     * @throws AbortException where a chart was not pushed; those that were are recorded all the same
     * @throws InterruptedException where the build was aborted
     */
    public static List<Map<String, Object>> run(BuildContext context, Parameters parameters)
            throws IOException, InterruptedException {
        PushRequest request = request(context, parameters);
        RegistryWork work = new RegistryWork(context, request.access().credential());
        PushResult result = work.run(context.directory(), new PushCallable(request, work.log()));
        Instant now = Instant.now();
        List<PublishedChart> charts = result.charts().stream()
                .map(chart -> new PublishedChart(chart, now))
                .toList();
        if (!charts.isEmpty()) {
            PushRecorder recorder = new PushRecorder(context.run(), context.launcher(), context.listener());
            if (parameters.fingerprint()) {
                recorder.fingerprint(charts);
            }
            recorder.record(charts, parameters.archive());
        }
        if (result.problem().isPresent()) {
            throw work.failure(result.problem().get());
        }
        List<Map<String, Object>> answer = new ArrayList<>();
        charts.forEach(chart -> answer.add(chart.toMap()));
        return answer;
    }

    private static PushRequest request(BuildContext context, Parameters parameters) throws AbortException {
        if (parameters.chart() == null || parameters.chart().isBlank()) {
            throw new AbortException(Messages.PushChart_noChart());
        }
        if (parameters.remote() == null || parameters.remote().isBlank()) {
            throw new AbortException(Messages.PushChart_noRemote());
        }
        if (parameters.parallelism() < 1) {
            throw new AbortException(Messages.PushChart_parallelism(parameters.parallelism()));
        }
        return new PushRequest(
                parameters.chart(),
                parameters.remote(),
                ifExists(parameters.ifExists()),
                parameters.parallelism(),
                AccessResolver.resolve(
                        context, parameters.remote(), parameters.credentialsId(), parameters.connection()),
                KnownArchives.of(context.run(), AccessResolver.host(parameters.remote())));
    }

    private static IfExists ifExists(String value) throws AbortException {
        return Arrays.stream(IfExists.values())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new AbortException(Messages.PushChart_ifExists(value)));
    }
}
