package io.jenkins.plugins.ocichart.chart;

import io.jenkins.plugins.ocichart.chart.yaml.YamlScanner;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;

/**
 * Reads YAML as {@code sigs.k8s.io/yaml} does on the way to JSON, which is how Helm reads a chart's files: the first
 * document only, with the values of {@link GoScalar}, lists, and maps whose keys are strings in {@link GoJson#KEY_ORDER}.
 * Of equal keys the last one wins, and a merge ({@code <<}) overwrites what stands before it.
 */
final class GoYaml {
    /** Helm itself goes on to 10,000; a thread of Java, whose stack is 1 MiB or less, would not get far beyond this. */
    private static final int MAX_DEPTH = 250;

    /** Keeps the memory for a file of at most 5 MiB bounded. */
    private static final int MAX_VALUES = 1_000_000;

    private static final String MERGE = "tag:yaml.org,2002:merge";

    /** What an anchor stands for. Its value is missing as long as the node isn't complete. */
    private static final class Anchor {
        private boolean complete;
        private Object value;
        private int depth;
        private long size;
    }

    /** Stands in a map for a key that makes it unfit for JSON. */
    record UnsupportedKey(String message) {
        /** No text in UTF-8 is equal to this. */
        static final String KEY = "\ud800";

        static void check(Object value) throws ChartException {
            if (value instanceof UnsupportedKey key) {
                throw new ChartException(key.message());
            }
        }
    }

    private final Parser events;
    private final Map<String, Anchor> anchors = new HashMap<>();
    private final AliasBudget budget = new AliasBudget();
    private int depth;
    private int deepest;
    private int values;

    private GoYaml(Parser events) {
        this.events = events;
    }

    /**
     * Decodes the first document.
     *
     * @return null, Boolean, Long, BigInteger, Double, String, List or Map
     * @throws ChartException where go-yaml or the conversion to JSON refuses the text; says what and in which line
     */
    static Object decode(byte[] content) throws ChartException {
        try {
            return new GoYaml(new ParserImpl(new YamlScanner(YamlEncoding.decode(content)))).document();
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + ": ";
            throw new ChartException(line + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ChartException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"), e);
        }
    }

    private Object document() throws ChartException {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return null;
        }
        events.getEvent();
        budget.count(1);
        Object value = value();
        if (!events.checkEvent(Event.ID.DocumentEnd)) {
            throw new ChartException("the document doesn't end where it should");
        }
        return value;
    }

    private Object value() throws ChartException {
        Event event = events.getEvent();
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        Anchor anchor = new Anchor();
        if (((NodeEvent) event).getAnchor() != null) {
            anchors.put(((NodeEvent) event).getAnchor(), anchor);
        }
        long before = budget.total();
        int outerDeepest = deepest;
        deepest = depth;
        budget.count(1);
        keepBounded(event);
        anchor.value = content(event);
        anchor.size = budget.total() - before;
        anchor.depth = deepest - depth;
        anchor.complete = true;
        deepest = Math.max(deepest, outerDeepest);
        return anchor.value;
    }

    private Object content(Event event) throws ChartException {
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        depth++;
        deepest = Math.max(deepest, depth);
        Object value = event instanceof SequenceStartEvent ? sequence() : mapping();
        depth--;
        return value;
    }

    private void keepBounded(Event event) throws ChartException {
        if (++values > MAX_VALUES) {
            throw new ChartException("more than " + MAX_VALUES + " values");
        }
        if (depth >= MAX_DEPTH && !(event instanceof ScalarEvent)) {
            throw tooDeep();
        }
    }

    private static ChartException tooDeep() {
        return new ChartException("nested deeper than " + MAX_DEPTH + " levels");
    }

    private Object alias(AliasEvent alias) throws ChartException {
        Anchor anchor = anchors.get(alias.getAnchor());
        if (anchor == null) {
            throw new ChartException(at(alias) + "unknown anchor '" + alias.getAnchor() + "' referenced");
        }
        if (!anchor.complete) {
            throw new ChartException(at(alias) + "anchor '" + alias.getAnchor() + "' value contains itself");
        }
        budget.count(1);
        budget.countAliased(anchor.size);
        deepest = Math.max(deepest, depth + anchor.depth);
        if (deepest > MAX_DEPTH) {
            throw tooDeep();
        }
        return anchor.value;
    }

    private static Object scalar(ScalarEvent scalar) throws ChartException {
        String tag = scalar.getTag();
        try {
            return tag == null && !scalar.isPlain() ? scalar.getValue() : GoScalar.resolve(tag, scalar.getValue());
        } catch (ChartException e) {
            throw new ChartException(at(scalar) + e.getMessage(), e);
        }
    }

    private static boolean isImplicit(ScalarEvent scalar) {
        return "!".equals(scalar.getTag()) || scalar.getTag() == null && scalar.isPlain();
    }

    private List<Object> sequence() throws ChartException {
        List<Object> list = new ArrayList<>();
        while (!events.checkEvent(Event.ID.SequenceEnd)) {
            list.add(value());
        }
        events.getEvent();
        return list;
    }

    private Map<String, Object> mapping() throws ChartException {
        Map<String, Object> map = new TreeMap<>(GoJson.KEY_ORDER);
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event key = events.peekEvent();
            if (key instanceof ScalarEvent scalar && isMerge(scalar)) {
                merge(map);
            } else {
                put(map, key, value());
            }
        }
        events.getEvent();
        return map;
    }

    private static boolean isMerge(ScalarEvent scalar) {
        return scalar.getValue().equals("<<") && (isImplicit(scalar) || MERGE.equals(scalar.getTag()));
    }

    private void merge(Map<String, Object> map) throws ChartException {
        ScalarEvent key = (ScalarEvent) events.getEvent();
        if (key.getAnchor() != null) {
            Anchor anchor = new Anchor();
            anchor.complete = true;
            anchor.value = key.getValue();
            anchor.size = 1;
            anchors.put(key.getAnchor(), anchor);
        }
        boolean inlineSequence = events.checkEvent(Event.ID.SequenceStart);
        Object value = value();
        if (value instanceof Map<?, ?> source) {
            putAll(map, source);
        } else if (inlineSequence && ((List<?>) value).stream().allMatch(Map.class::isInstance)) {
            List<?> sources = (List<?>) value;
            for (int i = sources.size() - 1; i >= 0; i--) {
                putAll(map, (Map<?, ?>) sources.get(i));
            }
        } else {
            throw new ChartException(at(key) + "map merge requires map or sequence of maps as the value");
        }
    }

    private static void putAll(Map<String, Object> map, Map<?, ?> source) {
        source.forEach((key, value) -> map.put((String) key, value));
    }

    /** JSON can't have every key that YAML can, which matters to Helm only if the map ends up in the JSON. */
    private void put(Map<String, Object> map, Event at, Object key) throws ChartException {
        Object value = value();
        if (key instanceof List || key instanceof Map) {
            throw new ChartException(at(at) + "unsupported map key: a list or a map");
        } else if (key == null || key instanceof BigInteger) {
            String kind = key == null ? "null" : "a number beyond 64 bits";
            map.put(UnsupportedKey.KEY, new UnsupportedKey(at(at) + "unsupported map key: " + kind));
        } else {
            map.put(key instanceof Double number ? key(number) : key.toString(), value);
        }
    }

    private static String key(double number) {
        return Double.isNaN(number) ? ".nan" : GoFloat.general32(number).replaceFirst("^\\+?(-?)Inf$", "$1.inf");
    }

    private static String at(Event event) {
        return "line " + (event.getStartMark().getLine() + 1) + ": ";
    }
}
