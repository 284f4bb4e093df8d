package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import io.jenkins.plugins.ocichart.operation.migrate.MigrationScope;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a migration, which is a push of what a classic repository has. */
public interface MigrateForm extends PushForm {
    /** What happens by default if a tag exists. */
    String IF_EXISTS = "skip";

    /** Checks the form of the repository's address; connects to nothing. */
    @POST
    default FormValidation doCheckFrom(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayCheck(item, value) ? RepositoryForm.checkAddress(value) : FormValidation.ok();
    }

    /** The credentials that the form offers for the repository. */
    @POST
    default ListBoxModel doFillRepositoryCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String from, @QueryParameter String repositoryCredentialsId) {
        return CredentialsField.list(item, Util.fixNull(from), RepositoryForm.isPlain(from), repositoryCredentialsId);
    }

    /** Whether the credentials exist and fit the repository. */
    @POST
    default FormValidation doCheckRepositoryCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String from) {
        return CredentialsField.check(item, Util.fixNull(from), RepositoryForm.isPlain(from), value);
    }

    /** A range, if anything. */
    @POST
    default FormValidation doCheckVersions(@AncestorInPath Item item, @QueryParameter String value) {
        return ChartForm.checkVersion(item, value, "");
    }

    /** One of several parts, if anything. */
    @POST
    default FormValidation doCheckShard(@AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.check(item, value, MigrationScope::checkShard, Messages.MigrateForm_shard());
    }
}
