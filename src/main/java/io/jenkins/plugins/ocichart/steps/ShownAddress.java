package io.jenkins.plugins.ocichart.steps;

import java.util.regex.Pattern;

/** A registry's address as Pipeline shows it beside the step. */
final class ShownAddress {
    private static final Pattern LOGIN = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/]*@(?=[^/]*(/|$))");

    private ShownAddress() {}

    /** The address without a login that someone may have put into it; null where it is none. */
    static String of(Object address) {
        return address instanceof String text ? LOGIN.matcher(text).replaceFirst("$1") : null;
    }
}
