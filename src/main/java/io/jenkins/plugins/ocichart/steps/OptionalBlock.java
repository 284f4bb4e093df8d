package io.jenkins.plugins.ocichart.steps;

/**
 * A step that can be called with a block and without one. {@code StepDescriptor} describes such steps, and
 * {@code StepContext.hasBody} is made for them, but the one engine there is lets no step but {@code stage} be called
 * without the block that it takes (workflow-cps' {@code DSL.invokeStep}).
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
