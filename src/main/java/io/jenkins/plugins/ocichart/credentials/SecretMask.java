package io.jenkins.plugins.ocichart.credentials;

import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;

/**
 * Masks a login's secrets in the log of a block: the password or token, how tools and URLs show it encoded, and what an
 * {@code Authorization} header or a login file holds of it. The pattern is kept encrypted.
 */
public final class SecretMask extends ConsoleLogFilter implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Secret pattern;
    private final String charset;

    private SecretMask(Secret pattern, String charset) {
        this.pattern = pattern;
        this.charset = charset;
    }

    /**
     * Masks what belongs to a login, in a log of the given character set.
     *
     * @param exchanged what tools in the block are shown, if that is something else
     */
    public static SecretMask of(ResolvedCredential login, Collection<RegistryCredential> exchanged, Charset charset) {
        Set<String> secrets = new LinkedHashSet<>(login.credential().secretForms());
        if (login.userNameSecret()) {
            secrets.add(login.credential().user());
        }
        exchanged.forEach(credential -> secrets.addAll(credential.secretForms()));
        return of(secrets, charset);
    }

    /** Masks these texts. */
    public static SecretMask of(Collection<String> secrets, Charset charset) {
        String regex = SecretPatterns.getAggregateSecretPattern(secrets).pattern();
        return new SecretMask(Secret.fromString(regex), charset.name());
    }

    /** Masks what either of the two masks. */
    public SecretMask and(SecretMask other) {
        String regex = Stream.of(pattern, other.pattern)
                .map(Secret::getPlainText)
                .filter(alternatives -> !alternatives.isEmpty())
                .collect(Collectors.joining("|"));
        return new SecretMask(Secret.fromString(regex), charset);
    }

    /** Masks nothing until the supplier has a mask, and then what that masks; not for storing. */
    public static ConsoleLogFilter later(Supplier<SecretMask> mask, Charset charset) {
        return new Later(mask, charset);
    }

    /** A log in which the secrets are masked, also if an agent writes to it. */
    public TaskListener mask(TaskListener log) {
        return new StreamTaskListener(decorateLogger((Run<?, ?>) null, log.getLogger()), Charset.forName(charset));
    }

    /** A text in which the secrets are masked. */
    public String mask(String text) {
        String regex = pattern.getPlainText();
        return regex.isEmpty() ? text : Pattern.compile(regex).matcher(text).replaceAll("****");
    }

    /** Called by freestyle builds, and through its deprecated twin by Pipeline: there without a build, on agents too. */
    @Override
    @SuppressWarnings("rawtypes")
    public OutputStream decorateLogger(Run ignored, OutputStream logger) {
        String regex = pattern.getPlainText();
        return regex.isEmpty()
                ? logger
                : new SecretPatterns.MaskingOutputStream(logger, () -> Pattern.compile(regex), charset);
    }

    private static final class Later extends ConsoleLogFilter {
        private final Supplier<SecretMask> mask;
        private final Charset charset;

        Later(Supplier<SecretMask> mask, Charset charset) {
            this.mask = mask;
            this.charset = charset;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public OutputStream decorateLogger(Run ignored, OutputStream logger) {
            return new SecretPatterns.MaskingOutputStream(logger, this::pattern, charset.name());
        }

        /** Null is asked again at the next line. */
        private Pattern pattern() {
            SecretMask known = mask.get();
            return known == null ? null : Pattern.compile(known.pattern.getPlainText());
        }
    }
}
