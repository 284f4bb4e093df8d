package io.jenkins.plugins.ocichart.steps;

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
final class OptionalBlock {
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
