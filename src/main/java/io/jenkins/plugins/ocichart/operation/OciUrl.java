package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The common part of the addresses that users type: {@code oci://} and what follows.
 *
 * @param parameter the step's parameter that the address comes from
 * @param text what the user typed
 * @param form how the address should look
 */
public record OciUrl(String parameter, String text, String form) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern LOGIN =
            Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@(?!(?:sha\\d+:|$))", Pattern.DOTALL);

    /** How the address of a chart looks. */
    public static final String CHART = "oci://HOST[:PORT]/NAMESPACE/NAME";

    public OciUrl {
        text = text.strip();
    }

    /**
     * What follows {@code oci://}, which is taken in either case as {@code helm push} does.
     *
     * @throws IOException if the scheme is missing or another one, or a login is in the address
     */
    public String rest() throws IOException {
        if (text.isEmpty()) {
            throw new IOException(parameter + " is empty; use " + form);
        }
        Matcher scheme = SCHEME.matcher(text);
        if (!scheme.matches()) {
            throw problem("has no scheme; use " + form);
        }
        if (!scheme.group(1).equalsIgnoreCase("oci")) {
            throw problem("has the scheme " + scheme.group(1) + ", not oci; use " + form);
        }
        if (LOGIN.matcher(text).find()) {
            throw problem(
                    "was given with an '@' but no digest; put a login into credentialsId or use ociRegistryLogin");
        }
        return scheme.group(2);
    }

    /**
     * The reference to a chart that this address is.
     *
     * @throws IOException if it is none; the line says what to write instead
     */
    public Reference reference() throws IOException {
        String rest = rest();
        try {
            return Reference.parse(rest);
        } catch (IllegalArgumentException e) {
            String path = rest.substring(rest.indexOf('/') + 1);
            boolean upperCase = !path.equals(path.toLowerCase(Locale.ROOT))
                    && e.getMessage().contains("repository");
            throw problem("cannot be read: " + e.getMessage()
                    + (upperCase ? "; repository names are lower case" : "; write " + form));
        }
    }

    /** A complaint about this address; a login in it is cut out. */
    public IOException problem(String what) {
        return new IOException(
                "%s '%s' %s".formatted(parameter, LOGIN.matcher(text).replaceFirst("$1"), what));
    }
}
