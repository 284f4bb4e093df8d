package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.io.IOException;
import jenkins.model.Jenkins;

/** Decides who gets an answer from a form. */
public final class FormAccess {
    private FormAccess() {}

    /**
     * Whether the user may see the form that a value is typed in. Others get no answer.
     *
     * @param item the job or folder whose form it is; null for a form of the whole Jenkins
     */
    public static boolean maySee(Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.EXTENDED_READ);
    }

    /** Whether a value can be checked now: by this user, and without a build that has the variables it names. */
    public static boolean mayCheck(Item item, String value) {
        return maySee(item) && (value == null || !value.contains("$"));
    }

    /** Whether something was typed in a field that needs it. */
    public static FormValidation required(Item item, String value, String complaint) {
        return maySee(item) && Util.fixEmptyAndTrim(value) == null
                ? FormValidation.error(complaint)
                : FormValidation.ok();
    }

    /** Whether a value is accepted, as far as it can be checked now. */
    static FormValidation check(Item item, String value, Rule rule, String complaint) {
        try {
            if (mayCheck(item, value)) {
                rule.check(Util.fixNull(value));
            }
            return FormValidation.ok();
        } catch (IOException e) {
            return FormValidation.error(complaint);
        }
    }

    /** Throws for a value that an operation would refuse. */
    interface Rule {
        void check(String value) throws IOException;
    }
}
