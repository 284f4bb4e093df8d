package io.jenkins.plugins.ocichart.form;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a push, which the Pipeline step and the build step have. */
public interface PushForm extends ConnectionForm {
    /** What happens by default if a tag exists. */
    String IF_EXISTS = "overwrite";

    /** How many charts are in flight at once by default. */
    int PARALLELISM = 4;

    @POST
    default FormValidation doCheckChart(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.required(item, value, Messages.PushForm_noChart());
    }

    @POST
    default FormValidation doCheckRemote(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? AddressField.remote(value) : FormValidation.ok();
    }

    /** At least one. */
    @POST
    default FormValidation doCheckParallelism(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.maySee(item) ? FormValidation.validatePositiveInteger(value) : FormValidation.ok();
    }

    @POST
    default ListBoxModel doFillIfExistsItems() {
        return ifExists();
    }

    /** The choices of {@code ifExists}. */
    static ListBoxModel ifExists() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.PushForm_overwrite(), IF_EXISTS);
        items.add(Messages.PushForm_skip(), "skip");
        items.add(Messages.PushForm_fail(), "fail");
        return items;
    }
}
