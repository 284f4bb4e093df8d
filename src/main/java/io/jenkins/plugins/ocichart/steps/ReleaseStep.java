package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.helm.DeployChart;
import io.jenkins.plugins.ocichart.helm.ReleaseFlags;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that changes a release, with the parameters that install and upgrade have in common. */
public abstract class ReleaseStep extends HelmStep {
    @DataBoundSetter
    public boolean createNamespace, wait, atomic, dryRun;
    @DataBoundSetter
    public String timeout = "", environment = "";

    ReleaseStep(String release, String chart) {
        super(release, chart);
    }

    final DeployChart deploy(DeployChart.Verb verb) throws AbortException {
        return new DeployChart(
                verb, options(), new ReleaseFlags(createNamespace, wait, timeout, atomic, dryRun, environment));
    }
}
