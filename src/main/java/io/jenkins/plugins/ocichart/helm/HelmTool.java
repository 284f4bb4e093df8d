package io.jenkins.plugins.ocichart.helm;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.EnvironmentSpecific;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.NodeSpecific;
import hudson.tools.ToolDescriptor;
import hudson.tools.ToolInstallation;
import hudson.tools.ToolInstaller;
import hudson.tools.ToolProperty;
import io.jenkins.plugins.ocichart.tasks.BuildContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The tool {@code helm}: a folder with the program, on the path of builds that ask for it. */
public final class HelmTool extends ToolInstallation implements NodeSpecific<HelmTool>, EnvironmentSpecific<HelmTool> {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public HelmTool(String name, String home, List<? extends ToolProperty<?>> properties) {
        super(name, home, properties);
    }

    /**
     * A tool as it is on the node that a step runs on, where it is installed if it has to be.
     *
     * @throws AbortException if no tool has that name
     */
    static HelmTool find(String name, BuildContext context) throws IOException, InterruptedException {
        HelmTool[] all = ExtensionList.lookupSingleton(DescriptorImpl.class).getInstallations();
        for (HelmTool tool : all) {
            if (tool.getName().equals(name)) {
                Computer computer = context.directory().toComputer();
                Node node = computer == null ? null : computer.getNode();
                HelmTool here = tool.forNode(node == null ? Jenkins.get() : node, context.listener())
                        .forEnvironment(context.environment());
                if (here.getHome() == null || here.getHome().isBlank()) {
                    throw new AbortException(Messages.HelmTool_noHome(name));
                }
                return here;
            }
        }
        throw new AbortException(
                all.length == 0
                        ? Messages.HelmTool_none(name)
                        : Messages.HelmTool_unknown(
                                name, Arrays.stream(all).map(HelmTool::getName).collect(Collectors.joining(", "))));
    }

    /** The program's path. */
    String program(boolean unix) {
        String home = getHome();
        return home
                + (home.endsWith("/") || home.endsWith("\\") ? "" : unix ? "/" : "\\")
                + (unix ? "helm" : "helm.exe");
    }

    @Override
    public HelmTool forNode(Node node, TaskListener log) throws IOException, InterruptedException {
        return new HelmTool(getName(), translateFor(node, log), List.of());
    }

    @Override
    public HelmTool forEnvironment(EnvVars environment) {
        return new HelmTool(getName(), environment.expand(getHome()), List.of());
    }

    /** Puts the program on the path. */
    @Override
    public void buildEnvVars(EnvVars env) {
        if (getHome() != null) {
            env.put("PATH+HELM", getHome());
        }
    }

    /** The tool in the system configuration. */
    @Extension
    @Symbol("helm")
    public static final class DescriptorImpl extends ToolDescriptor<HelmTool> {
        /** Loads what was configured. */
        public DescriptorImpl() {
            load();
        }

        @Override
        public String getDisplayName() {
            return "Helm";
        }

        @Override
        public List<? extends ToolInstaller> getDefaultInstallers() {
            return List.of(new HelmInstaller("", ""));
        }

        @Override
        public void setInstallations(HelmTool... installations) {
            super.setInstallations(installations);
            save();
        }
    }
}
