package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.build.LogIn;
import io.jenkins.plugins.ocichart.build.RegistryLogins;
import io.jenkins.plugins.ocichart.form.LoginForm;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociRegistryLogin}: logs in to a registry for the time of a block, or without one until the logout. */
public final class OciRegistryLoginStep extends RegistryStep {
    private final String registry;
    private final String credentialsId;

    @DataBoundConstructor
    public OciRegistryLoginStep(String registry, String credentialsId) {
        this.registry = registry;
        this.credentialsId = credentialsId;
    }

    public String getRegistry() {
        return registry;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    @Override
    public StepExecution start(StepContext context) {
        LogIn.Parameters parameters = new LogIn.Parameters(registry, credentialsId, connection());
        return context.hasBody()
                ? new LoginBlockExecution(context, parameters)
                : new PlainLoginExecution(context, parameters);
    }

    /** The step's form and what Pipeline needs to know of it. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements LoginForm {
        @Override
        public String getFunctionName() {
            return "ociRegistryLogin";
        }

        @Override
        public String getDisplayName() {
            return Messages.OciRegistryLoginStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return OptionalBlock.isTaken();
        }

        /** Neither files nor processes of an agent, which Declarative's {@code options} don't have. */
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Contexts.ANYWHERE;
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(RegistryLogins.class);
        }

        @Override
        public String argumentsToString(Map<String, Object> namedArgs) {
            return ShownAddress.of(namedArgs.get("registry"));
        }
    }
}
