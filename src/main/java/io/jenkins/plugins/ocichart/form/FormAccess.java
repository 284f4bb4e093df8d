package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
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
}
