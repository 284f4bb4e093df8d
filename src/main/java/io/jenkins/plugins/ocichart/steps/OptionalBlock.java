package io.jenkins.plugins.ocichart.steps;

/**
 * A step that can be called with a block and without one. {@code StepDescriptor} describes such steps, and
 * {@code StepContext.hasBody} is made for them, but the one engine there is lets no step but {@code stage} be called
 * without the block that it takes: workflow-cps' {@code DSL.invokeStep} throws where there is no block and
 * {@code takesImplicitBlockArgument} is true, unless the descriptor's class has exactly the name of {@code stage}'s. It
 * does so before it makes the step, tells a listener, or asks the descriptor anything else.
 *
 * <p>What else there is, and why it doesn't do:
 *
 * <ul>
 * <li>Saying no: {@code DSL.parseArgs} asks the same method first and then takes the block for an argument, Declarative
 * doesn't accept the step in {@code options}, and the generators offer no block.
 * <li>Two descriptors of one function name: every build that uses it prints a warning of ambiguity, and only one of them is
 * ever called.
 * <li>A meta-step with a symbol for each form: it is called through the same check.
 * <li>A global variable with a {@code call} method, as Docker's: no Declarative {@code options}, no form in the generators,
 * no step in the build's graph, and a dependency on the engine.
 * </ul>
 *
 * <p>Where a later engine names its method otherwise, a call without a block fails with that engine's own message and
 * the block goes on to work; the tests in a real Jenkins would tell.
 */
final class OptionalBlock {
    private static final StackWalker STACK = StackWalker.getInstance();

    private OptionalBlock() {}

    /**
     * The answer to {@code takesImplicitBlockArgument}, to be called by nothing else: yes to everybody, but not to the
     * check that would refuse a call without a block.
     */
    static boolean isTaken() {
        return STACK.walk(frames -> frames.skip(2).findFirst())
                .filter(caller -> caller.getClassName().equals("org.jenkinsci.plugins.workflow.cps.DSL")
                        && caller.getMethodName().equals("invokeStep"))
                .isEmpty();
    }
}
