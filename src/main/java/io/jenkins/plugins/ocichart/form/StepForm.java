package io.jenkins.plugins.ocichart.form;

/** The form and the inline help of a Pipeline step, which other forms with the same fields show too. */
public final class StepForm {
    private StepForm() {}

    /**
     * The view with the step's fields.
     *
     * @param step the simple name of the step's class
     */
    public static String page(String step) {
        return "/io/jenkins/plugins/ocichart/steps/" + step + "/config.jelly";
    }

    /**
     * The address of a field's help below Jenkins' own.
     *
     * @param own the help that a form has itself, or null
     * @param step the step that has the same field
     * @param field null for the help of the form as a whole
     */
    public static String help(String own, String step, String field) {
        String help = "/descriptor/io.jenkins.plugins.ocichart.steps." + step + "/help";
        return own != null ? own : field == null ? help : help + '/' + field;
    }
}
