package io.jenkins.plugins.ocichart.helm;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.record.ChartRecorder;
import io.jenkins.plugins.ocichart.record.RecordedDeployment;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import io.jenkins.plugins.ocichart.tasks.LogIn;
import io.jenkins.plugins.ocichart.tasks.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Installs a chart or upgrades a release, and records the deployment: {@code helm install}, {@code helm upgrade}. */
public record DeployChart(Verb verb, HelmOptions options, ReleaseFlags flags) implements Task<Map<String, Object>> {
    private static final String DEPLOYED = "deployed";

    /** What is done with a release. */
    public enum Verb {
        INSTALL("install"),
        UPGRADE("upgrade"),
        UPGRADE_OR_INSTALL("upgrade", "--install");

        private final List<String> command;

        Verb(String... command) {
            this.command = List.of(command);
        }
    }

    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        return HelmSession.use(context, options, helm -> deploy(context, helm));
    }

    private Map<String, Object> deploy(BuildContext context, HelmSession helm)
            throws IOException, InterruptedException {
        RegistryChart chart = helm.chart.chart();
        List<String> arguments = new ArrayList<>(verb.command.subList(1, verb.command.size()));
        arguments.addAll(flags.of(helm.major));
        arguments.addAll(List.of("--description", description(context, chart), "--output", "json"));
        ReleaseOutput output = new ReleaseOutput();
        try {
            helm.run(verb.command.get(0), arguments, output);
        } catch (AbortException e) {
            throw AgentCall.isLost(e) && !flags.dryRun() ? lost(e) : e;
        }
        String namespace = answer(output, "namespace");
        String status = answer(output, "info.status");
        String name = answer(output, "name");
        int revision;
        try {
            revision = Integer.parseInt(answer(output, "version"));
        } catch (NumberFormatException e) {
            throw new AbortException(Messages.DeployChart_noAnswer(options.release()));
        }
        RecordedDeployment deployment = new RecordedDeployment(
                helm.chart,
                flags.environment(helm.cluster, namespace),
                helm.cluster,
                namespace,
                name,
                revision,
                status,
                Instant.now());
        context.listener()
                .getLogger()
                .println(Messages.DeployChart_done(
                        deployment.release, revision, namespace, deployment.environment, status));
        ChartRecorder recorder = context.recorder();
        return DEPLOYED.equals(status) ? recorder.deployed(deployment) : deployment.toMap();
    }

    /** That of the agent, and what else is to be done. */
    private AbortException lost(AbortException failure) {
        AbortException lost = new AbortException(Messages.DeployChart_lost(options.release(), failure.getMessage()));
        lost.initCause(failure.getCause());
        return lost;
    }

    /** What helm says is stored and shown, so it must be what a cluster can have. */
    private String answer(ReleaseOutput output, String field) throws AbortException {
        String value = output.get(field);
        if (value == null || !value.matches("[0-9A-Za-z._-]{1,253}")) {
            throw new AbortException(Messages.DeployChart_noAnswer(options.release()));
        }
        return value;
    }

    /** In the words of {@code helm history}; what is simulated isn't stored. */
    private static String description(BuildContext context, RegistryChart chart) {
        String by = "by " + context.run().getExternalizableId();
        if (chart.digest() == null) {
            return by;
        }
        String scheme = chart.registry().isEmpty() ? "" : "oci://";
        String ref = chart.ref().endsWith("@" + chart.digest()) ? chart.ref() : chart.ref() + "@" + chart.digest();
        return scheme + ref + " " + by;
    }

    /** An upgrade leads to the same release again; after an install that wasn't completed, Helm refuses another one. */
    @Override
    public boolean isRepeatable() {
        return verb != Verb.INSTALL || flags.dryRun();
    }

    @Override
    public Map<String, Object> repeat(BuildContext context) throws IOException, InterruptedException {
        if (isRepeatable()) {
            return run(context);
        }
        LogIn.discard(context, options.folder());
        throw new AbortException(Messages.DeployChart_notRepeatable(options.release()));
    }
}
