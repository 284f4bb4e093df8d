package io.jenkins.plugins.ocichart.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** The credentials that a form offers: those of a fitting kind and domain that the user may choose. */
public final class CredentialsListBox {
    private CredentialsListBox() {}

    /**
     * Lists credentials, the empty choice first.
     *
     * @param item the job or folder whose form it is; null for a form of the whole Jenkins
     * @param address a registry's host, or a reference that begins with one; while it is incomplete, credentials of every
     *     domain are listed
     * @param current the value that the form has, which stays in the list in any case
     */
    public static ListBoxModel of(Item item, String address, boolean plainHttp, String current) {
        return of(item, requirements(address, plainHttp), CredentialConversion.KINDS, current);
    }

    /** As above, for credentials of some kinds and domains. */
    static ListBoxModel of(Item item, List<DomainRequirement> requirements, CredentialsMatcher kinds, String current) {
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

    /** As whom credentials are looked for: as a build of the job would. */
    static Authentication authentication(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    /** Whether the user may know which credentials there are. */
    static boolean mayChoose(Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    /** What is known of the registry. */
    static List<DomainRequirement> requirements(String address, boolean plainHttp) {
        try {
            return DomainRequirements.of(RegistryHost.parse(address), plainHttp);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }
}
