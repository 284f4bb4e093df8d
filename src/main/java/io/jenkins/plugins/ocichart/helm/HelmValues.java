package io.jenkins.plugins.ocichart.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes the values of a script as YAML that {@code helm} reads from its standard input. */
public final class HelmValues {
    /** Shorter texts are parts of too many words. */
    private static final int SHORTEST = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** JSON is YAML but for these: go-yaml refuses them in a text, or takes them for the end of a line. */
    private static final Pattern ESCAPED =
            Pattern.compile("[\\x7f-\\xa0\\u2028\\u2029\\ufeff\\ufffe\\uffff\\ud800-\\udfff]");

    private HelmValues() {}

    /**
     * The values in one line of YAML.
     *
     * @param values null for none
     * @return null for none
     * @throws AbortException if a value is nothing that YAML has
     */
    public static Secret of(Map<?, ?> values) throws AbortException {
        if (values == null) {
            return null;
        }
        try {
            String json = JSON.writeValueAsString(plain("values", values));
            return Secret.fromString(ESCAPED.matcher(json)
                    .replaceAll(found ->
                            String.format("\\\\u%04x", (int) found.group().charAt(0))));
        } catch (JsonProcessingException e) {
            throw new AbortException(
                    Messages.HelmValues_unknown("values", e.getClass().getSimpleName()));
        }
    }

    /** The values as a form has them; empty for none, and for what YAML doesn't have. */
    public static String text(Map<?, ?> values) {
        try {
            Secret text = of(values);
            return text == null ? "" : text.getPlainText();
        } catch (AbortException e) {
            return "";
        }
    }

    /**
     * The values in a text of YAML, as a form has it.
     *
     * @return null for a text without values
     * @throws IllegalArgumentException if the text is no map
     */
    public static Map<String, Object> parse(String yaml) {
        Object decoded;
        try {
            decoded = GoYaml.decode(yaml.getBytes(StandardCharsets.UTF_8));
        } catch (ChartException e) {
            throw new IllegalArgumentException(Messages.HelmValues_noMap() + ": " + e.getMessage(), e);
        }
        if (decoded == null) {
            return null;
        }
        if (!(decoded instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(Messages.HelmValues_noMap());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((name, value) -> values.put(String.valueOf(name), value));
        return values;
    }

    /** The texts among the values, which a message of {@code helm} may quote; its own words and names stay readable. */
    static Set<String> secrets(HelmOptions options) throws IOException {
        Set<String> secrets = new HashSet<>();
        if (options.values() != null) {
            Object values = GoYaml.decode(options.values().getPlainText().getBytes(StandardCharsets.UTF_8));
            collect(values, secrets);
        }
        secrets.removeIf(text -> text.length() < SHORTEST);
        secrets.removeAll(Arrays.asList(options.release(), options.namespace(), options.chart()));
        return secrets;
    }

    private static void collect(Object value, Set<String> texts) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(member -> collect(member, texts));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, texts));
        } else if (value != null && !(value instanceof Boolean)) {
            texts.add(value.toString());
        }
    }

    private static Object plain(String name, Object value) throws AbortException {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                String key = String.valueOf(member.getKey());
                members.put(key, plain(name + "." + key, member.getValue()));
            }
            return members;
        }
        if (value instanceof Iterable<?> list) {
            List<Object> elements = new ArrayList<>();
            for (Object element : list) {
                elements.add(plain(name + "[" + elements.size() + "]", element));
            }
            return elements;
        }
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number;
        }
        if (value instanceof CharSequence) {
            return value.toString(); // Groovy's text with variables, too
        }
        throw new AbortException(
                Messages.HelmValues_unknown(name, value.getClass().getSimpleName()));
    }
}
