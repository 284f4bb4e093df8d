package io.jenkins.plugins.ocichart.helm;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Util;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.login.LoginFolders;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.release.PrepareRelease;
import io.jenkins.plugins.ocichart.operation.release.PreparedRelease;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.tasks.AgentAnswer;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import io.jenkins.plugins.ocichart.tasks.LogIn;
import io.jenkins.plugins.ocichart.tasks.ResolvedRegistry;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One use of {@code helm}: with a private folder on the agent for its homes, the kubeconfig and the pulled chart, which is gone
 * at the end in any case.
 */
final class HelmSession {
    /** What would let {@code helm} find logins, repositories and caches elsewhere, or print values. */
    private static final List<String> UNSET = List.of(
            "HELM_REGISTRY_CONFIG",
            "HELM_REPOSITORY_CONFIG",
            "HELM_REPOSITORY_CACHE",
            "HELM_CONTENT_CACHE",
            "HELM_DEBUG");

    private final BuildContext context;
    private final HelmOptions options;
    private final HelmProgram program;
    private final Map<String, String> variables;
    private final SecretMask mask;

    /** Helm's major version. */
    final int major;

    /** The chart in its registry; for one on the agent, reference and digest are those of its archive. */
    final PulledChart chart;

    /** The cluster's API server, null if it isn't known. */
    final String cluster;

    private HelmSession(BuildContext context, HelmOptions options, FilePath folder)
            throws IOException, InterruptedException {
        this.context = context;
        this.options = options;
        this.program = HelmProgram.find(context, options.helm());
        this.variables = new TreeMap<>(context.environment());
        UNSET.forEach(name -> variables.put(name, ""));
        for (String home : List.of("CONFIG", "CACHE", "DATA")) {
            variables.put(
                    "HELM_" + home + "_HOME",
                    folder.child(home.toLowerCase(Locale.ROOT)).getRemote());
        }
        this.major = program.major(variables);
        String kubeconfig = Util.fixEmptyAndTrim(options.kubeconfigCredentialsId());
        if (kubeconfig != null) {
            variables.put("KUBECONFIG", folder.child(PrepareRelease.KUBECONFIG).getRemote());
        }
        Map<String, String> where = PrepareRelease.select(context.environment());
        where.putAll(options.clusterVariables());
        PreparedRelease prepared = new AgentCall(context.directory(), context.listener(), null)
                .run(new PrepareRelease(
                        folder.getRemote(),
                        kubeconfig == null ? null : KeyCredentials.KUBECONFIGS.find(kubeconfig, context.run()),
                        options.isPulled() ? null : options.chart().strip(),
                        options.files(),
                        where));
        this.cluster = prepared.cluster();
        this.mask = SecretMask.of(HelmValues.secrets(options), context.run().getCharset());
        if (options.isPulled()) {
            Trust trust = options.trust().resolve(context);
            ResolvedRegistry from = options.registry().resolve(context, options.chart());
            this.chart = from.agent()
                    .run(new Pull(
                            options.chart(),
                            options.version(),
                            options.devel(),
                            folder.getRemote(),
                            false,
                            null,
                            false,
                            trust,
                            from.access()));
            AgentAnswer.checkVerified(options.chart(), trust, chart.chart().chartDigest(), chart.verification());
            AgentAnswer.checkPulled(options.chart(), chart);
        } else {
            this.chart = local(options.chart().strip(), prepared.local());
        }
    }

    /** What is done with {@code helm}. */
    @FunctionalInterface
    interface Use<R> {
        R run(HelmSession helm) throws IOException, InterruptedException;
    }

    /** Prepares everything, uses it and cleans up. */
    static <R> R use(BuildContext context, HelmOptions options, Use<R> use) throws IOException, InterruptedException {
        options.check();
        FilePath folder =
                LoginFolders.folder(context.directory(), context.environment().get("WORKSPACE"), options.folder());
        context.directory()
                .mkdirs(); // no step may have made the workspace yet, and no program starts in a folder that is missing
        LoginFolders.get().add(folder, context.run());
        try {
            return use.run(new HelmSession(context, options, folder));
        } finally {
            LogIn.discard(context, options.folder());
        }
    }

    /**
     * Runs a command of {@code helm} for the release and the chart.
     *
     * @param verb the command
     * @param flags its own flags
     * @throws AbortException if it fails, with its reason
     */
    void run(String verb, List<String> flags, OutputStream output) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(verb));
        command.addAll(options.flags());
        command.addAll(flags);
        command.addAll(List.of("--", options.release().strip(), chart.path()));
        HelmMessages messages = new HelmMessages();
        String input = options.values() == null ? null : options.values().getPlainText();
        int status;
        try {
            status = program.start(command, variables, input, output, messages);
        } catch (AbortException e) {
            throw e;
        } catch (IOException e) {
            throw new AbortException(mask.mask(Messages.HelmSession_failed(verb, ErrorLine.of(e))));
        }
        if (status != 0) {
            throw new AbortException(mask.mask(Messages.HelmSession_failed(verb, messages.problem())));
        }
        messages.warnings().forEach(line -> context.listener().getLogger().println(mask.mask(line)));
    }

    private static PulledChart local(String typed, PreparedRelease.LocalChart local) {
        RegistryChart chart = new RegistryChart(
                typed,
                "",
                "",
                null,
                local.digest(),
                local.name(),
                local.version(),
                local.appVersion(),
                local.digest(),
                local.size(),
                null);
        return new PulledChart(chart, local.path(), local.file(), local.md5(), Verification.NONE);
    }
}
