package io.jenkins.plugins.ocichart.form;

import hudson.Util;
import hudson.util.FormValidation;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.Push;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Checks a field that holds an {@code oci://} address. The operation decides whether it is valid; this adds what is most
 * likely wrong with it, in the user's language.
 */
final class AddressField {
    private static final String SCHEME = "oci://";
    private static final String REMOTE = SCHEME + "HOST[:PORT]/NAMESPACE";
    private static final String CHART = SCHEME + "HOST[:PORT]/NAMESPACE/NAME";

    private static final Pattern LOGIN = Pattern.compile("@(?!sha[0-9]+:)");

    private AddressField() {}

    /** Checks where to push to. */
    static FormValidation remote(String value) {
        return check(value, REMOTE, Push::checkRemote);
    }

    /** Checks what to pull. */
    static FormValidation chart(String value) {
        return check(value, CHART, Pull::checkChart);
    }

    private static FormValidation check(String value, String form, FormAccess.Rule rule) {
        String text = Util.fixEmptyAndTrim(value);
        if (text == null) {
            return FormValidation.error(Messages.AddressField_empty(form));
        }
        try {
            rule.check(text);
            return FormValidation.ok();
        } catch (IOException e) {
            return FormValidation.error(complaint(text, form));
        }
    }

    private static String complaint(String text, String form) {
        String path = text.substring(Math.max(0, text.indexOf('/', SCHEME.length())));
        String repository = form.equals(CHART) ? path.split("[:@]", 2)[0] : path;
        if (repository.contains(":")) {
            return Messages.AddressField_tag();
        }
        if (!text.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Messages.AddressField_scheme(form);
        }
        if (LOGIN.matcher(text).find()) {
            return Messages.AddressField_login();
        }
        if (!repository.equals(repository.toLowerCase(Locale.ROOT))) {
            return Messages.AddressField_upperCase();
        }
        return Messages.AddressField_invalid(form);
    }
}
