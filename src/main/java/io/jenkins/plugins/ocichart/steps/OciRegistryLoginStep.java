package io.jenkins.plugins.ocichart.steps;

import hudson.Extension;
import io.jenkins.plugins.ocichart.form.LoginForm;
import io.jenkins.plugins.ocichart.form.Messages;
import io.jenkins.plugins.ocichart.login.BlockLogins;
import io.jenkins.plugins.ocichart.tasks.LogIn;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code ociRegistryLogin}: logs in to a registry for a block, or without one until the logout. */
public final class OciRegistryLoginStep extends RegistryStep {
    public final String registry;
    public final String credentialsId;

    @DataBoundConstructor
    public OciRegistryLoginStep(String registry, String credentialsId) {
        this.registry = registry;
        this.credentialsId = credentialsId;
    }

    @Override
    LogIn task() {
        return new LogIn(registry, registry(credentialsId));
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return context.hasBody() ? new LoginBlockExecution(context, task()) : super.start(context);
    }

    /** The step's form. It needs neither files nor processes of an agent, which Declarative's {@code options} don't have. */
    @Extension
    public static final class DescriptorImpl extends TaskStepDescriptor implements LoginForm {
        public DescriptorImpl() {
            super("ociRegistryLogin", Messages._LoginForm_displayName(), ANYWHERE, "registry");
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return OptionalBlock.isTaken();
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(BlockLogins.class);
        }
    }
}
