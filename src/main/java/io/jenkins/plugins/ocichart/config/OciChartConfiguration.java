package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.PersistentDescriptor;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** Manage Jenkins » System » OCI chart registries: what holds for a registry where a step says nothing else. */
@Extension
@Symbol("ociChart")
public class OciChartConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private List<RegistryEndpoint> registries = new ArrayList<>();

    /** The configuration of this Jenkins. */
    public static OciChartConfiguration get() {
        return ExtensionList.lookupSingleton(OciChartConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.OciChartConfiguration_displayName();
    }

    /** The registries, in the order of the page. */
    public List<RegistryEndpoint> getRegistries() {
        return new ArrayList<>(registries);
    }

    /** Replaces the registries and stores them. */
    @DataBoundSetter
    public void setRegistries(List<RegistryEndpoint> registries) {
        this.registries = new ArrayList<>(registries == null ? List.of() : registries);
        save();
    }

    /** The entry of a registry; the first one if there are several. */
    public Optional<RegistryEndpoint> find(RegistryHost host) {
        return registries.stream().filter(entry -> entry.isFor(host)).findFirst();
    }

    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        // The form says nothing of the list where its last row was removed.
        registries = new ArrayList<>();
        req.bindJSON(this, json);
        save();
        return true;
    }
}
