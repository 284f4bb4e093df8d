package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ocichart.credentials.CredentialsField;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * The fields that say how to connect, in the forms of steps, build steps and registries. These checks look only
 * at what was typed; the files are on other machines.
 */
public interface ConnectionForm {
    /**
     * The credentials that the form offers for the registry in its address.
     *
     * @param remote the address, in forms with such a field; else {@code chart}, which may also be a path; else
     *     {@code registry}
     */
    @POST
    default ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item,
            @QueryParameter String remote,
            @QueryParameter String chart,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp,
            @QueryParameter String credentialsId) {
        return CredentialsField.list(item, address(remote, chart, registry), plainHttp, credentialsId);
    }

    /** Whether the credentials exist and fit the registry in the form's address. */
    @POST
    default FormValidation doCheckCredentialsId(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String remote,
            @QueryParameter String chart,
            @QueryParameter String registry,
            @QueryParameter boolean plainHttp) {
        return CredentialsField.check(item, address(remote, chart, registry), plainHttp, value);
    }

    private static String address(String remote, String chart, String registry) {
        boolean isPath = chart != null && !chart.contains("://");
        return Stream.of(remote, isPath ? "" : chart, registry)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** Warns of what skipping the verification means, or that it has no effect without TLS. */
    @POST
    default FormValidation doCheckInsecureSkipTlsVerify(
            @AncestorInPath Item item, @QueryParameter boolean value, @QueryParameter boolean plainHttp) {
        if (!value || !FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        return FormValidation.warning(
                plainHttp ? Messages.ConnectionForm_noTls() : Messages.ConnectionForm_anyCertificate());
    }

    /** Warns that certificate authorities have no effect if nothing is verified. */
    @POST
    default FormValidation doCheckCaFile(
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter boolean plainHttp,
            @QueryParameter boolean insecureSkipTlsVerify) {
        if (Util.fixEmptyAndTrim(value) == null || !FormAccess.maySee(item)) {
            return FormValidation.ok();
        }
        if (plainHttp) {
            return FormValidation.warning(Messages.ConnectionForm_noTls());
        }
        return insecureSkipTlsVerify
                ? FormValidation.warning(Messages.ConnectionForm_notVerified())
                : FormValidation.ok();
    }

    /** A key needs its certificate. */
    @POST
    default FormValidation doCheckCertFile(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String keyFile) {
        return FormAccess.maySee(item) && Util.fixEmptyAndTrim(value) == null && Util.fixEmptyAndTrim(keyFile) != null
                ? FormValidation.error(Messages.ConnectionForm_noCertFile())
                : FormValidation.ok();
    }

    /** A certificate needs its key. */
    @POST
    default FormValidation doCheckKeyFile(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String certFile) {
        return FormAccess.maySee(item) && Util.fixEmptyAndTrim(value) == null && Util.fixEmptyAndTrim(certFile) != null
                ? FormValidation.error(Messages.ConnectionForm_noKeyFile())
                : FormValidation.ok();
    }
}
