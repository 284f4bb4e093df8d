package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry wants users to read: {@code Warning: 299 - "text"} (distribution-spec, "Warnings"). */
final class RegistryWarnings {
    private static final Pattern WARNING = Pattern.compile("299\\s+\\S+\\s+\"((?:[^\"\\\\]|\\\\.)*+)\"");
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_NUMBER = 20;

    private final Set<String> texts = new LinkedHashSet<>();

    /** Keeps the warnings of an answer; {@code mask} hides the login in them. */
    synchronized void collect(TransportResponse response, UnaryOperator<String> mask) {
        for (String header : response.headers().allValues("Warning")) {
            Matcher warning = WARNING.matcher(header.substring(0, Math.min(header.length(), MAX_LENGTH)));
            while (warning.find() && texts.size() < MAX_NUMBER) {
                texts.add(ServerText.quote(mask.apply(warning.group(1).replaceAll("\\\\(.)", "$1")), 500));
            }
        }
    }

    synchronized List<String> all() {
        return new ArrayList<>(texts);
    }
}
