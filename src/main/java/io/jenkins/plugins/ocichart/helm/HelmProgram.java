package io.jenkins.plugins.ocichart.helm;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Computer;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code helm} on the agent, or in the container that the step runs in. An interrupt kills it and its children, as Jenkins
 * does with every process of a build.
 */
final class HelmProgram {
    private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\..*");

    /** What a shell and {@code env} return for a program that isn't there or can't be run. */
    private static final List<Integer> NOT_RUN = List.of(126, 127);

    private final BuildContext context;
    private final List<String> command;
    private final String shown;

    private HelmProgram(BuildContext context, List<String> command, String shown) {
        this.context = context;
        this.command = command;
        this.shown = shown;
    }

    /**
     * The program to run.
     *
     * @param tool the name of a tool; null or blank for what is on the path of the step
     */
    static HelmProgram find(BuildContext context, String tool) throws IOException, InterruptedException {
        String name = Util.fixEmptyAndTrim(tool);
        if (name == null) {
            return new HelmProgram(context, onPath(context), "helm");
        }
        HelmTool found = HelmTool.find(name, context);
        return new HelmProgram(context, List.of(found.program(context.launcher().isUnix())), name);
    }

    /** Java would look for it on the agent's own path, not on that of the step, which tools and containers change. */
    private static List<String> onPath(BuildContext context) throws IOException, InterruptedException {
        if (context.launcher().isUnix()) {
            return List.of("env", "helm");
        }
        for (String folder : context.environment().getOrDefault("PATH", "").split(";")) {
            if (!folder.isBlank()) {
                FilePath program = context.directory().child(folder.strip()).child("helm.exe");
                if (program.exists()) {
                    return List.of(program.getRemote());
                }
            }
        }
        return List.of("helm.exe");
    }

    /**
     * The major version.
     *
     * @throws AbortException if there is no {@code helm} or it is too old
     */
    int major(Map<String, String> variables) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HelmMessages messages = new HelmMessages();
        int status;
        try {
            status = start(List.of("version", "--template", "{{.Version}}"), variables, null, out, messages);
        } catch (AbortException e) {
            throw e;
        } catch (IOException e) {
            throw missing(e.getMessage());
        }
        if (NOT_RUN.contains(status)) {
            throw missing(messages.problem());
        }
        String version = out.toString(StandardCharsets.UTF_8).strip();
        Matcher number = VERSION.matcher(version);
        if (status != 0 || !number.matches()) {
            throw new AbortException(Messages.HelmProgram_noVersion(shown, status != 0 ? messages.problem() : version));
        }
        int major = Integer.parseInt(number.group(1));
        if (major < 3) {
            throw new AbortException(Messages.HelmProgram_old(shown, version));
        }
        return major;
    }

    private AbortException missing(String problem) {
        return new AbortException(
                shown.equals("helm") ? Messages.HelmProgram_missing() : Messages.HelmProgram_broken(shown, problem));
    }

    /**
     * Runs a command to its end.
     *
     * @param input what it reads from standard input; null for nothing
     * @return its exit status
     */
    int start(
            List<String> arguments,
            Map<String, String> variables,
            String input,
            OutputStream output,
            OutputStream messages)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        byte[] bytes = input == null ? new byte[0] : input.getBytes(StandardCharsets.UTF_8);
        Computer computer = context.directory().toComputer();
        try {
            return context.launcher()
                    .launch()
                    .cmds(all)
                    .envs(variables)
                    .pwd(context.directory())
                    .stdin(new ByteArrayInputStream(bytes))
                    .stdout(output)
                    .stderr(messages)
                    .quiet(true)
                    .join();
        } catch (IOException | RuntimeException e) {
            AgentCall.checkLost(e, context.directory(), computer);
            throw e;
        }
    }
}
