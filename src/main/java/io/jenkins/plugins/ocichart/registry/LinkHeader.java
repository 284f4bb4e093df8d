package io.jenkins.plugins.ocichart.registry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Link} header (RFC 8288). */
final class LinkHeader {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:[^,\"<]|\"[^\"]*+\")*+)");
    private static final Pattern NEXT = Pattern.compile(
            ";\\s*rel\\s*=\\s*(?:\"(?:[^\"]*\\s)?next(?:\\s[^\"]*)?\"|next(?=\\s*(?:;|$)))", Pattern.CASE_INSENSITIVE);

    private LinkHeader() {}

    /** The target of the first link whose relation is {@code next}, quoted or not. */
    static Optional<String> next(List<String> headerLines) {
        for (String line : headerLines) {
            Matcher link = LINK.matcher(line);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(link.group(1));
                }
            }
        }
        return Optional.empty();
    }
}
