package io.jenkins.plugins.ocichart.steps;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.helm.HelmOptions;
import io.jenkins.plugins.ocichart.helm.HelmValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that runs {@code helm}, with the parameters that template, install and upgrade have in common. */
public abstract class HelmStep extends TrustStep {
    public final String release, chart;
    @DataBoundSetter
    public String version = "", namespace = "", valuesFiles = "", helm = "";
    @DataBoundSetter
    public String kubeconfigCredentialsId = "", credentialsId = "";

    @DataBoundSetter
    public boolean devel;

    @DataBoundSetter
    public Map<String, Object> values;

    @DataBoundSetter
    public List<String> arguments = new ArrayList<>();

    HelmStep(String release, String chart) {
        this.release = release;
        this.chart = chart;
    }

    @Override
    final void setText(String field, String text) {
        switch (field) {
            case "values" -> values = HelmValues.parse(text);
            case "arguments" -> arguments = HelmOptions.lines(text);
            default -> super.setText(field, text);
        }
    }

    @Override
    final String text(String field) {
        return switch (field) {
            case "values" -> HelmValues.text(values);
            case "arguments" -> String.join("\n", arguments);
            default -> super.text(field);
        };
    }

    /** The common parameters as they are now. */
    final HelmOptions options() throws AbortException {
        return new HelmOptions(
                HelmOptions.newFolder(),
                helm,
                release,
                chart,
                version,
                devel,
                namespace,
                valuesFiles,
                HelmValues.of(values),
                arguments,
                kubeconfigCredentialsId,
                trust(),
                registry(credentialsId));
    }
}
