package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.List;

/** Checks a field that holds the id of credentials. Only looks whether they exist; reads no secret. */
public final class CredentialsField {
    private CredentialsField() {}

    /**
     * Checks that there are credentials with this id that a build may use for the registry. Says nothing to users who may
     * not choose credentials here.
     *
     * @param item the job or folder whose form it is; null for a form of the whole Jenkins
     * @param address a registry's host, or a reference that begins with one; while it is incomplete, credentials of every
     *     domain will do
     * @param value the id; blank for no credentials
     */
    public static FormValidation check(Item item, String address, boolean plainHttp, String value) {
        return check(
                item,
                CredentialsListBox.requirements(address, plainHttp),
                CredentialConversion.KINDS,
                value,
                Messages.CredentialsField_wrongKind());
    }

    /** As above, for credentials of some kinds and domains; {@code wrongKind} is what others are answered with. */
    static FormValidation check(
            Item item, List<DomainRequirement> requirements, CredentialsMatcher kinds, String value, String wrongKind) {
        String id = Util.fixEmptyAndTrim(value);
        if (id == null || !CredentialsListBox.mayChoose(item)) {
            return FormValidation.ok();
        }
        if (id.startsWith("${") && id.endsWith("}")) {
            return FormValidation.warning(Messages.CredentialsField_expression());
        }
        if (exists(item, id, requirements, kinds)) {
            return FormValidation.ok();
        }
        if (exists(item, id, List.of(), kinds)) {
            return FormValidation.error(Messages.CredentialsField_otherDomain());
        }
        return exists(item, id, List.of(), CredentialsMatchers.always())
                ? FormValidation.error(wrongKind)
                : FormValidation.error(Messages.CredentialsField_notFound());
    }

    private static boolean exists(Item item, String id, List<DomainRequirement> requirements, CredentialsMatcher kind) {
        CredentialsMatcher wanted = CredentialsMatchers.allOf(CredentialsMatchers.withId(id), kind);
        return !CredentialsProvider.listCredentialsInItem(
                        StandardCredentials.class, item, CredentialsListBox.authentication(item), requirements, wanted)
                .isEmpty();
    }
}
