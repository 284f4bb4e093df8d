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
    public final String registry, credentialsId;

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

    /**
     * Makes the block of a step optional. {@code StepDescriptor} and {@code StepContext.hasBody} allow for that, but workflow-cps,
     * the only engine, doesn't: {@code DSL.invokeStep} fails if {@code takesImplicitBlockArgument} is true and the call has no
     * block, for every descriptor class but that of {@code stage}. It checks this before anything else that a plugin could
     * influence, so this class answers that one caller differently.
     *
     * <p>Alternatives that don't work:
     *
     * <ul>
     * <li>Answering no: {@code DSL.parseArgs} asks the same method and then takes the block for an argument, Declarative refuses
     * the step in {@code options}, and the generators offer no block.
     * <li>Two descriptors with one function name: each build prints a warning of ambiguity, and only one is ever called.
     * <li>A meta-step with a symbol for each form: it is called through the same check.
     * <li>A global variable with a {@code call} method, like Docker's: no Declarative {@code options}, no form in the generators,
     * no step in the build's graph, and a dependency on the engine.
     * </ul>
     *
     * <p>If a later engine renames its method, calls without a block fail with that engine's own message and blocks still work;
     * the tests in a real Jenkins notice.
     */
    private static final class OptionalBlock {
        private static final StackWalker STACK = StackWalker.getInstance();

        private OptionalBlock() {}

        /**
         * The answer to {@code takesImplicitBlockArgument}, which must call this directly: no to the check that would refuse a
         * call without a block, yes to all other callers.
         */
        static boolean isTaken() {
            return STACK.walk(frames -> frames.skip(2).findFirst())
                    .filter(caller -> caller.getClassName().equals("org.jenkinsci.plugins.workflow.cps.DSL")
                            && caller.getMethodName().equals("invokeStep"))
                    .isEmpty();
        }
    }
}
