package io.jenkins.plugins.ocichart.parameter;

import hudson.Extension;
import hudson.Util;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.SimpleParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.ocichart.form.VersionsForm;
import io.jenkins.plugins.ocichart.operation.pull.Versions;
import java.io.IOException;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * The build parameter {@code ociChartVersion}: a choice of the versions of a chart in its registry. Any version of the range may
 * be given, whether it is in the registry or not; builds that are started without one get the newest.
 */
public final class OciChartVersionParameterDefinition extends SimpleParameterDefinition {
    private static final long serialVersionUID = 1L;
    private static final int LIMIT = 20;

    private final String chart;
    private String version = "";
    private boolean devel;
    private int limit = LIMIT;
    private String credentialsId = "";

    @DataBoundConstructor
    public OciChartVersionParameterDefinition(String name, String chart) {
        super(name);
        this.chart = Util.fixNull(chart).strip();
    }

    /** The chart, {@code oci://host[:port]/namespace/name}. */
    public String getChart() {
        return chart;
    }

    /** The range of versions, empty for all. */
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixNull(version).strip();
    }

    /** Whether pre-releases are offered if there is no range. */
    public boolean isDevel() {
        return devel;
    }

    @DataBoundSetter
    public void setDevel(boolean devel) {
        this.devel = devel;
    }

    /** How many versions are offered, 0 for all. */
    public int getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(int limit) {
        this.limit = limit;
    }

    /** The credentials for the registry; empty for those of the system configuration. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = Util.fixNull(credentialsId).strip();
    }

    /** What the form offers, on a page of the job. Nothing is asked for users who may not start a build. */
    public VersionChoices choices(StaplerRequest2 request) {
        Item ancestor = request.findAncestorObject(Item.class);
        Item item = ancestor != null ? ancestor : owner();
        return item != null && !item.hasPermission(Item.BUILD)
                ? VersionChoices.problem(Messages.OciChartVersionParameterDefinition_notPermitted())
                : VersionChoices.ask(this, item);
    }

    /**
     * The newest version; null if the registry doesn't say in time. Jenkins' REST API shows it with each description of the job,
     * to every reader, so it has none there and the registry isn't asked.
     */
    @Override
    public ParameterValue getDefaultParameterValue() {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        if (request != null && request.findAncestorObject(Api.class) != null) {
            return null;
        }
        VersionChoices choices = VersionChoices.ask(this, owner());
        return choices.isFound() ? value(choices.versions().get(0)) : null;
    }

    @Override
    public ParameterValue createValue(String value) {
        String typed = Util.fixNull(value).strip();
        try {
            if (Versions.matches(typed, version, devel)) {
                return value(typed);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException(Messages.OciChartVersionParameterDefinition_refused(
                getName(), typed, version.isEmpty() ? "*" : version));
    }

    @Override
    public ParameterValue createValue(StaplerRequest2 req, JSONObject jo) {
        return createValue(jo.getString("value"));
    }

    @Override
    public boolean isValid(ParameterValue value) {
        try {
            return value != null && Versions.matches(String.valueOf(value.getValue()), version, devel);
        } catch (IOException e) {
            return false;
        }
    }

    private ParameterValue value(String chosen) {
        return new StringParameterValue(getName(), chosen, getDescription());
    }

    /** The job that has this parameter, null if it is elsewhere, as in a Pipeline's input step. */
    private Job<?, ?> owner() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (Job<?, ?> job : Jenkins.get().allItems(Job.class)) {
                ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
                if (property != null
                        && property.getParameterDefinitions().stream().anyMatch(definition -> definition == this)) {
                    return job;
                }
            }
            return null;
        }
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof OciChartVersionParameterDefinition same
                && chart.equals(same.chart)
                && version.equals(same.version)
                && devel == same.devel
                && limit == same.limit
                && credentialsId.equals(same.credentialsId);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + chart.hashCode();
    }

    /** The parameter in a job's configuration. */
    @Extension
    @Symbol("ociChartVersion")
    public static final class DescriptorImpl extends ParameterDefinition.ParameterDescriptor implements VersionsForm {
        @Override
        public String getDisplayName() {
            return Messages.OciChartVersionParameterDefinition_displayName();
        }
    }
}
