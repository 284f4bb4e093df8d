package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.build.BuildContext;
import io.jenkins.plugins.ocichart.build.LogOut;
import io.jenkins.plugins.ocichart.form.RegistryForm;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociRegistryLogout}: ends a login that {@code ociRegistryLogin} has made without a block. */
public final class OciRegistryLogoutStep extends Step {
    private final String registry;

    @DataBoundConstructor
    public OciRegistryLogoutStep(String registry) {
        this.registry = registry;
    }

    public String getRegistry() {
        return registry;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, registry);
    }

    private static final class Execution extends RepeatableExecution {
        private static final long serialVersionUID = 1L;

        private final String registry;

        Execution(StepContext context, String registry) {
            super(context);
            this.registry = registry;
        }

        @Override
        Object perform(BuildContext context) throws IOException, InterruptedException {
            LogOut.run(context.run(), context.listener(), registry);
            return null;
        }
    }

    /** The step's form and what Pipeline needs to know of it. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements RegistryForm {
        @Override
        public String getFunctionName() {
            return "ociRegistryLogout";
        }

        @Override
        public String getDisplayName() {
            return Messages.OciRegistryLogoutStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Contexts.ANYWHERE;
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ShownAddress.of(namedArgs.get("registry"));
        }
    }
}
