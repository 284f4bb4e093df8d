package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a pull, which the Pipeline step and the build step have. */
public interface PullForm extends ChartForm, TrustForm {
    /** The default folder. */
    String HERE = ".";

    /** The folder has an effect only if the chart is unpacked. */
    @POST
    default FormValidation doCheckUntarDir(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter boolean untar) {
        String folder = Util.fixEmptyAndTrim(value);
        return FormAccess.maySee(item) && !untar && folder != null && !folder.equals(HERE)
                ? FormValidation.warning(Messages.PullForm_notUnpacked())
                : FormValidation.ok();
    }
}
