package io.jenkins.plugins.ocichart.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Values in the query of an address and in forms ({@code application/x-www-form-urlencoded}). */
public final class UrlEncoding {
    private UrlEncoding() {}

    public static String of(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The fields of a form in the map's order, their values encoded. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + of(field.getValue()))
                .collect(Collectors.joining("&"));
    }
}
