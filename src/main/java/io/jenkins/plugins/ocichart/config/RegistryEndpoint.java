package io.jenkins.plugins.ocichart.config;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.form.ConnectionForm;
import io.jenkins.plugins.ocichart.form.StepForm;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One registry of the system configuration: how to log in to it and how to connect. */
public final class RegistryEndpoint extends Endpoint implements Describable<RegistryEndpoint> {
    private final String registry;
    private boolean plainHttp;

    /** An entry for {@code host[:port][/path]}. */
    @DataBoundConstructor
    public RegistryEndpoint(String registry) {
        this.registry = Util.fixNull(registry).trim();
    }

    public String getRegistry() {
        return registry;
    }

    public boolean isPlainHttp() {
        return plainHttp;
    }

    @DataBoundSetter
    public void setPlainHttp(boolean plainHttp) {
        this.plainHttp = plainHttp;
    }

    /** How this registry is reached. */
    public ConnectionSettings connection() {
        return connection(plainHttp);
    }

    /** Logs in to the registry as {@code ociRegistryLogin} does, and no more. */
    FormValidation test(Duration limit) {
        RegistryHost host = place().map(RegistryPath::host).orElse(null);
        if (host == null) {
            return FormValidation.error(Messages.RegistryEndpoint_invalid());
        }
        return new Probe(this, host, plainHttp).within(limit, credential -> {
            RegistryAccess access =
                    new RegistryAccess(connection().withProxy(JenkinsProxy.current()), credential, Map.of());
            new LoginCheck(host.value(), access, null).run(Path.of(""), line -> {});
            return FormValidation.ok(
                    getCredentialsId() == null
                            ? Messages.RegistryProbe_reached(host)
                            : Messages.RegistryProbe_loggedIn(host, getCredentialsId()));
        });
    }

    /** What the entry is for; empty if it is not a registry. */
    Optional<RegistryPath> place() {
        try {
            return Optional.of(RegistryPath.parse(registry));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The form of an entry. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RegistryEndpoint> implements ConnectionForm {
        @Override
        public String getDisplayName() {
            return Messages.RegistryEndpoint_displayName();
        }

        /** The fields that connect are those of the steps. */
        @Override
        public String getHelpFile(String fieldName) {
            return fieldName == null
                    ? super.getHelpFile(null)
                    : StepForm.help(super.getHelpFile(fieldName), "OciChartPushStep", fieldName);
        }

        /** Checks the registry's form. */
        @POST
        public FormValidation doCheckRegistry(@QueryParameter String value) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return FormValidation.ok();
            }
            String text = Util.fixEmptyAndTrim(value);
            if (text == null) {
                return FormValidation.error(Messages.RegistryEndpoint_empty());
            }
            return new RegistryEndpoint(text)
                    .place()
                    .map(place -> place.toString().equals(text)
                            ? FormValidation.ok()
                            : FormValidation.warning(Messages.RegistryEndpoint_counts(place)))
                    .orElseGet(() -> FormValidation.error(Messages.RegistryEndpoint_invalid()));
        }

        /**
         * Tries to log in from the controller with the values of the form. Credentials go to the form's registry, so only
         * administrators may do this, who can use them anyway.
         */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String registry,
                @QueryParameter String credentialsId,
                @QueryParameter boolean plainHttp,
                @QueryParameter boolean insecureSkipTlsVerify,
                @QueryParameter String caFile,
                @QueryParameter String certFile,
                @QueryParameter String keyFile) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            RegistryEndpoint entry = new RegistryEndpoint(registry);
            entry.setPlainHttp(plainHttp);
            entry.set(credentialsId, insecureSkipTlsVerify, caFile, certFile, keyFile);
            return entry.test(Probe.LIMIT);
        }
    }
}
