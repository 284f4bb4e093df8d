package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/**
 * A field that holds the id of credentials: offers those of a fitting kind and domain that the user may choose, and checks whether
 * they exist. Reads no secret.
 */
public final class CredentialsField {
    private CredentialsField() {}

    /**
     * Lists credentials, the empty choice first.
     *
     * @param item the job or folder whose form it is; null for a form of the whole Jenkins
     * @param address a registry's host, or a reference that begins with one; while it is incomplete, credentials of every
     *     domain are listed
     * @param current the value that the form has, which stays in the list in any case
     */
    public static ListBoxModel list(Item item, String address, boolean plainHttp, String current) {
        return list(item, requirements(address, plainHttp), CredentialConversion.KINDS, current);
    }

    /** As above, for credentials of some kinds and domains. */
    static ListBoxModel list(
            Item item, List<DomainRequirement> requirements, CredentialsMatcher kinds, String current) {
        StandardListBoxModel list = new StandardListBoxModel();
        if (!mayChoose(item)) {
            list.includeCurrentValue(current);
            return list;
        }
        list.includeEmptyValue();
        list.includeMatchingAs(authentication(item), item, StandardCredentials.class, requirements, kinds);
        list.includeCurrentValue(current);
        return list;
    }

    /**
     * Checks that there are credentials with this id that a build may use for the registry. Says nothing to users who may
     * not choose credentials here.
     *
     * @param item as above
     * @param address as above
     * @param value the id; blank for no credentials
     */
    public static FormValidation check(Item item, String address, boolean plainHttp, String value) {
        return check(
                item,
                requirements(address, plainHttp),
                CredentialConversion.KINDS,
                value,
                Messages.CredentialsField_wrongKind());
    }

    /** As above, for credentials of some kinds and domains; {@code wrongKind} is what others are answered with. */
    static FormValidation check(
            Item item, List<DomainRequirement> requirements, CredentialsMatcher kinds, String value, String wrongKind) {
        String id = Util.fixEmptyAndTrim(value);
        if (id == null || !mayChoose(item)) {
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
                        StandardCredentials.class, item, authentication(item), requirements, wanted)
                .isEmpty();
    }

    /** As whom credentials are looked for: as a build of the job would. */
    static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    /** Whether the user may know which credentials there are. */
    private static boolean mayChoose(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** What is known of the registry. */
    private static List<DomainRequirement> requirements(String address, boolean plainHttp) {
        try {
            return DomainRequirements.of(RegistryHost.parse(address), plainHttp);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
