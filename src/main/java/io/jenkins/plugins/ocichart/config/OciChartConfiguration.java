package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.model.PersistentDescriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.sigstore.ServiceRequest;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Manage Jenkins » System » OCI chart registries: the defaults for a registry. */
@Extension
@Symbol("ociChart")
public class OciChartConfiguration extends GlobalConfiguration implements PersistentDescriptor {
    private List<RegistryEndpoint> registries = new ArrayList<>();
    private List<RepositoryEndpoint> repositories = new ArrayList<>();

    private String transparencyLogUrl;
    private String timestampAuthorityUrl;

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

    /**
     * Replaces the registries and stores them.
     *
     * @throws IllegalArgumentException if one is not a registry, or two are the same; then nothing is changed
     */
    @DataBoundSetter
    public void setRegistries(List<RegistryEndpoint> registries) {
        List<RegistryEndpoint> changed = new ArrayList<>(registries == null ? List.of() : registries);
        refuseMistakes(changed);
        this.registries = changed;
        save();
    }

    /** The classic repositories, in the order of the page. */
    public List<RepositoryEndpoint> getRepositories() {
        return new ArrayList<>(repositories);
    }

    /**
     * Replaces the classic repositories and stores them.
     *
     * @throws IllegalArgumentException if one has no address, or two have the same; then nothing is changed
     */
    @DataBoundSetter
    public void setRepositories(List<RepositoryEndpoint> repositories) {
        List<RepositoryEndpoint> changed = new ArrayList<>(repositories == null ? List.of() : repositories);
        Set<String> seen = new HashSet<>();
        for (RepositoryEndpoint entry : changed) {
            try {
                RepositoryUrl.parse(entry.getUrl());
            } catch (IOException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            if (!seen.add(RepositoryUrl.identity(entry.getUrl()))) {
                throw new IllegalArgumentException(Messages.OciChartConfiguration_duplicate(entry.getUrl()));
            }
        }
        this.repositories = changed;
        save();
    }

    /** The Rekor log of version 2 that takes in new signatures of charts, without a slash at its end; null for none. */
    public String getTransparencyLogUrl() {
        return transparencyLogUrl;
    }

    /**
     * Sets the log and stores it.
     *
     * @throws IllegalArgumentException if it is no address; then nothing is changed
     */
    @DataBoundSetter
    public void setTransparencyLogUrl(String url) {
        String changed = address(url);
        this.transparencyLogUrl = changed == null ? null : changed.replaceFirst("/+$", "");
        save();
    }

    /** The time-stamp authority (RFC 3161) that new signatures of charts get a time stamp from; null for none. */
    public String getTimestampAuthorityUrl() {
        return timestampAuthorityUrl;
    }

    /**
     * Sets the authority and stores it.
     *
     * @throws IllegalArgumentException if it is no address; then nothing is changed
     */
    @DataBoundSetter
    public void setTimestampAuthorityUrl(String url) {
        this.timestampAuthorityUrl = address(url);
        save();
    }

    private static String address(String url) {
        String text = Util.fixEmptyAndTrim(url);
        try {
            return text == null
                    ? null
                    : ServiceRequest.parse("the address", text).toString();
        } catch (IOException e) {
            throw new IllegalArgumentException(Messages.OciChartConfiguration_noAddress(), e);
        }
    }

    /** Checks the address of the log; connects to nothing. */
    @POST
    public FormValidation doCheckTransparencyLogUrl(@QueryParameter String value) {
        return check(value);
    }

    /** Checks the address of the authority; connects to nothing. */
    @POST
    public FormValidation doCheckTimestampAuthorityUrl(@QueryParameter String value) {
        return check(value);
    }

    private static FormValidation check(String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        try {
            String url = address(value);
            return url == null || Origin.of(URI.create(url)).isSecure()
                    ? FormValidation.ok()
                    : FormValidation.warning(Messages.OciChartConfiguration_notEncrypted());
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }

    /** The entry for a classic repository: of those with its host, the one with the longest path that it is below. */
    public Optional<RepositoryEndpoint> repositoryFor(String url) {
        return repositories.stream()
                .filter(entry -> RepositoryUrl.covers(entry.getUrl(), url))
                .max(Comparator.comparingInt(entry -> entry.getUrl().length()));
    }

    private static void refuseMistakes(List<RegistryEndpoint> registries) {
        List<RegistryPath> seen = new ArrayList<>();
        for (RegistryEndpoint entry : registries) {
            RegistryPath place = entry.place()
                    .orElseThrow(() ->
                            new IllegalArgumentException(Messages.OciChartConfiguration_invalid(entry.getRegistry())));
            if (seen.stream().anyMatch(place::isSameAs)) {
                throw new IllegalArgumentException(Messages.OciChartConfiguration_duplicate(place));
            }
            seen.add(place);
        }
    }

    /**
     * The entry for an address: of those for its registry, the one with the longest path that the address is below.
     *
     * @param address a reference or a registry, with or without a scheme
     */
    public Optional<RegistryEndpoint> entryFor(String address) {
        RegistryPath place;
        try {
            place = RegistryPath.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the operation that uses the address says so
        }
        return registries.stream()
                .filter(entry -> entry.place().filter(own -> own.covers(place)).isPresent())
                .max(Comparator.comparingInt(
                        entry -> entry.place().orElseThrow().path().length()));
    }

    /** Takes the whole lists from the form, which doesn't mention one after its last row was removed. */
    @Override
    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        take(json, "registries", list -> setRegistries(req.bindJSONToList(RegistryEndpoint.class, list)));
        take(json, "repositories", list -> setRepositories(req.bindJSONToList(RepositoryEndpoint.class, list)));
        take(json, "transparencyLogUrl", url -> setTransparencyLogUrl(Objects.toString(url, null)));
        take(json, "timestampAuthorityUrl", url -> setTimestampAuthorityUrl(Objects.toString(url, null)));
        return true;
    }

    private static void take(JSONObject json, String field, Consumer<Object> setter) throws FormException {
        try {
            setter.accept(json.opt(field));
        } catch (IllegalArgumentException e) {
            throw new FormException(e.getMessage(), field);
        }
    }
}
