package io.jenkins.plugins.ocichart.chart.yaml;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Decoding of what {@link GoYaml} gives into the fields of a structure, as Go's {@code encoding/json} does it after
 * {@code sigs.k8s.io/yaml}: onto what the field holds already. A null leaves a string or a boolean as it is and empties
 * a list or a map; lists merge by index, maps by key.
 *
 * @param path the field's name for messages, such as {@code dependencies.name}
 */
public record GoJsonField(String path) {
    /** Go takes these two for an s and a k as well. */
    private static final char LONG_S = '\u017f';

    private static final char KELVIN = '\u212a';

    /** A structure whose fields a map is decoded into. */
    public interface Struct {
        /**
         * Takes a member whose key, folded by {@link #fold}, is {@code key}.
         *
         * @return whether the structure has such a field
         */
        boolean set(String key, Object value) throws ChartException;
    }

    /** Decodes {@code value} into a structure; unknown fields are ignored. */
    public void struct(Struct struct, Object value) throws ChartException {
        if (value == null) {
            return;
        }
        // The map is sorted, and so are the keys in Go's JSON: of several spellings of a key the last one wins.
        for (Map.Entry<?, ?> member : map(value).entrySet()) {
            if (!struct.set(fold((String) member.getKey()), member.getValue())) {
                checkJson(member.getValue());
            }
        }
    }

    /** A key in the form in which all keys are equal that Go's JSON takes for the same field. */
    private static String fold(String key) {
        StringBuilder folded = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c == LONG_S ? 's' : c == KELVIN ? 'k' : c);
        }
        return folded.toString();
    }

    /** Numbers and booleans become strings. */
    public String string(String current, Object value) throws ChartException {
        if (value == null) {
            return current;
        }
        if (value instanceof List || value instanceof Map) {
            throw mustBe("a string", value);
        }
        return value instanceof Double number ? GoFloat.general32(number) : value.toString();
    }

    public boolean bool(boolean current, Object value) throws ChartException {
        if (value == null) {
            return current;
        }
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw mustBe("true or false", value);
    }

    public List<String> strings(List<String> current, Object value) throws ChartException {
        List<String> strings = new ArrayList<>();
        for (Object element : list(value)) {
            int i = strings.size();
            strings.add(string(i < current.size() ? current.get(i) : "", element));
        }
        return strings;
    }

    /** Elements may be null. */
    public <T extends Struct> List<T> structs(List<T> current, Supplier<T> factory, Object value)
            throws ChartException {
        List<T> structs = new ArrayList<>();
        for (Object element : list(value)) {
            int i = structs.size();
            T struct = i < current.size() ? current.get(i) : null;
            if (element == null) {
                struct = null;
            } else {
                struct = struct == null ? factory.get() : struct;
                struct(struct, element);
            }
            structs.add(struct);
        }
        return structs;
    }

    public SortedMap<String, String> stringMap(SortedMap<String, String> current, Object value) throws ChartException {
        SortedMap<String, String> strings = new TreeMap<>(GoJson.KEY_ORDER);
        if (value != null) {
            strings.putAll(current);
            for (Map.Entry<?, ?> member : map(value).entrySet()) {
                strings.put((String) member.getKey(), string("", member.getValue()));
            }
        }
        return strings;
    }

    public List<?> jsonList(Object value) throws ChartException {
        List<?> elements = list(value);
        checkJson(elements);
        return (List<?>) json(elements);
    }

    /** Checks a file that has to be a map or empty. */
    public void checkMap(Object value) throws ChartException {
        if (value != null) {
            checkJson(map(value));
        }
    }

    /** JSON has neither infinities nor not-a-number, wherever they are, and no such keys as null. */
    private void checkJson(Object value) throws ChartException {
        GoYaml.UnsupportedKey.check(value);
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new ChartException(path + " contains a number that JSON doesn't have: " + GoFloat.general32(number));
        }
        Collection<?> values =
                value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        for (Object element : values) {
            checkJson(element);
        }
    }

    /** What Go's JSON has for a value of any type: numbers are Doubles. */
    private static Object json(Object value) {
        if (value instanceof Long || value instanceof BigInteger) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            list.forEach(element -> elements.add(json(element)));
            return elements;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> members = new TreeMap<>(GoJson.KEY_ORDER);
            map.forEach((key, member) -> members.put((String) key, json(member)));
            return members;
        }
        return value;
    }

    private List<?> list(Object value) throws ChartException {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw mustBe("a list", value);
    }

    private Map<?, ?> map(Object value) throws ChartException {
        if (value instanceof Map<?, ?> map) {
            GoYaml.UnsupportedKey.check(map.get(GoYaml.UnsupportedKey.KEY));
            return map;
        }
        throw mustBe("a map", value);
    }

    private ChartException mustBe(String wanted, Object value) {
        String found = value instanceof Map
                ? "a map"
                : value instanceof List ? "a list" : value instanceof String ? "a string" : "a number or a boolean";
        return new ChartException(path + " must be " + wanted + ", not " + found);
    }
}
