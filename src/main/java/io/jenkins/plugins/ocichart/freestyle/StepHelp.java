package io.jenkins.plugins.ocichart.freestyle;

/** The inline help of the Pipeline steps, whose fields these forms share. */
final class StepHelp {
    private static final String STEPS = "/descriptor/io.jenkins.plugins.ocichart.steps.";

    private StepHelp() {}

    /**
     * Where Jenkins finds the help of a field.
     *
     * @param own the help that a form has itself, or null
     * @param step the step that has the same field
     */
    static String unless(String own, String step, String field) {
        return own != null || field == null ? own : STEPS + step + "/help/" + field;
    }
}
