package io.jenkins.plugins.ocichart.chart.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * Reads YAML as {@code sigs.k8s.io/yaml} does on the way to JSON, which is how Helm reads a chart's files: the first
 * document only, with the values of {@link GoScalar}, lists, and maps whose keys are strings in {@link GoJson#KEY_ORDER}.
 * Of equal keys the last one wins, and a merge ({@code <<}) overwrites what stands before it.
 */
public final class GoYaml {
    /** Helm itself goes on to 10,000; a thread of Java, whose stack is 1 MiB or less, would not get far beyond this. */
    private static final int MAX_DEPTH = 250;

    /** Keeps the memory for a file of at most 5 MiB bounded. */
    private static final int MAX_VALUES = 1_000_000;

    /** SnakeYAML takes time by the square of the length of what it reads in one piece: 8 MiB take a minute, and an index may have 100. */
    private static final int LONGEST_PIECE = 1 << 20;

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

    private static final Pattern ANCHOR = Pattern.compile("[a-zA-Z0-9_-]+");
    /** A node's tag, behind its anchor or before it. */
    private static final Pattern TAG = Pattern.compile("(?:&\\S+\\s+)?(!\\S*)");

    /** SnakeYAML takes whatever Java reads as a number: a sign, digits of other scripts. */
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\r\\n\\x85\\x{2028}\\x{2029}]");
    private static final Pattern DIRECTIVE = Pattern.compile("%(YAML +1\\.1|TAG)\\b.*");
    private static final Pattern SURROGATE_ESCAPE =
            Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\(?:u|U0000)[dD][89a-fA-F]");

    /** The end of the first line of a block scalar that doesn't say how far it is indented. */
    private static final Pattern BLOCK = Pattern.compile(".*[|>][-+]?[ \\t]*(?:[ \\t]#.*)?");

    private static final Pattern TAB_IN_INDENTATION = Pattern.compile(" *\\t.*");
    private static final String TAB = "there is a tab where only spaces are read; replace it by a space";

    private static final String BROKEN_ESCAPE = "a tag has a % without two hexadecimal digits behind it";

    private final String text;
    private List<String> lines;
    private final Parser events;
    private final Map<String, Anchor> anchors = new HashMap<>();
    private final AliasBudget budget = new AliasBudget();
    private int depth;
    private int deepest;
    private int values;
    private String large;
    private boolean strict;
    private Elements elements;

    /** Takes the elements of a map of lists as they come. */
    @FunctionalInterface
    public interface Elements {
        /** The next element of the list with this key. */
        void take(String key, Object element) throws ChartException;
    }

    private GoYaml(String text, StreamReader reader) {
        this.text = text;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        this.events = new ParserImpl(reader, options);
    }

    /**
     * Decodes the first document.
     *
     * @return null, Boolean, Long, BigInteger, Double, String, List or Map
     * @throws ChartException if go-yaml or the conversion to JSON refuses the text; says what and in which line
     */
    public static Object decode(byte[] content) throws ChartException {
        String text = YamlEncoding.decode(content);
        return new GoYaml(text, reader(new StringReader(text))).read();
    }

    /**
     * Decodes the first document of a text that is too large to be held: a map, of which the member {@code large}, a map of
     * lists, is handed over element by element and forgotten.
     *
     * @param strict whether a key that a map has twice is an error
     * @return the other members, as above
     * @throws ChartException as above, and for anchors, which would have to be remembered
     * @throws IOException if reading fails
     */
    public static Object decode(InputStream content, String large, boolean strict, Elements elements)
            throws IOException {
        GoYaml yaml = new GoYaml("", reader(new UnicodeReader(content)));
        yaml.large = large;
        yaml.strict = strict;
        yaml.elements = elements;
        try {
            return yaml.read();
        } catch (ChartException e) {
            if (e.getCause() instanceof YAMLException failure && failure.getCause() instanceof IOException cause) {
                throw cause instanceof CharacterCodingException ? new ChartException("not valid UTF-8 text", e) : cause;
            }
            throw e;
        }
    }

    private static StreamReader reader(Reader text) {
        return new StreamReader(text) {
            @Override
            public int peek(int index) {
                if (index > LONGEST_PIECE) {
                    throw new YAMLException("line " + (getLine() + 1)
                            + ": there is more than 1 MiB in one piece; break it into several lines");
                }
                return super.peek(index);
            }
        };
    }

    private Object read() throws ChartException {
        try {
            return document();
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + ": ";
            throw new ChartException(line + explained(e.getProblem()), e);
        } catch (YAMLException e) {
            throw new ChartException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"), e);
        } catch (NumberFormatException e) {
            // SnakeYAML doesn't expect more than 31 bits
            throw new ChartException("the number of an escape (\\U) or of a version (%YAML) is too large", e);
        }
    }

    /** Says how to rewrite what Helm reads and SnakeYAML doesn't. */
    private static String explained(String problem) {
        if (problem.contains("\\t(TAB)") || problem.contains("\t")) {
            return TAB;
        }
        if (problem.contains("unknown escape character '")) {
            return "\\' is not read in double quotes; write ' without the backslash";
        }
        return problem;
    }

    private Object document() throws ChartException {
        events.getEvent();
        if (events.checkEvent(Event.ID.StreamEnd)) {
            return null;
        }
        DocumentStartEvent start = (DocumentStartEvent) events.getEvent();
        if (start.getExplicit()) {
            checkDirectives(start.getStartMark(), start.getEndMark());
        }
        budget.count(1);
        Object value = value();
        if (!events.checkEvent(Event.ID.DocumentEnd)) {
            throw new ChartException("the document doesn't end where it should");
        }
        Event end = events.getEvent();
        checkDirectives(end.getStartMark(), end.getEndMark());
        return value;
    }

    /** go-yaml knows YAML 1.1 only, and no directives but YAML's own. */
    private void checkDirectives(Mark from, Mark to) throws ChartException {
        int number = from.getLine();
        for (String line : lines(from.getLine(), to.getLine())) {
            number++;
            if (line.startsWith("%TAG")
                    && BAD_ESCAPE
                            .matcher(line.substring(1).replaceFirst("\\s#.*", ""))
                            .find()) {
                throw new ChartException("line " + number + ": " + BROKEN_ESCAPE);
            }
            if (line.startsWith("%") && !DIRECTIVE.matcher(line).matches()) {
                String version = line.startsWith("%YAML")
                        ? line.substring("%YAML".length()).strip()
                        : "";
                throw new ChartException("line " + number + ": "
                        + (version.isEmpty()
                                ? "found unknown directive name"
                                : "found incompatible YAML document of version " + version));
            }
        }
    }

    private List<String> lines(int first, int last) {
        if (lines == null) {
            lines = List.of(LINE_BREAK.split(text, -1));
        }
        return lines.subList(Math.min(first, lines.size()), Math.min(last + 1, lines.size()));
    }

    private Object value() throws ChartException {
        Event event = events.getEvent();
        checkAnchor(event);
        checkTag(event);
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

    private void checkAnchor(Event event) throws ChartException {
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null && elements != null) {
            throw new ChartException(
                    at(event) + "anchors are not read in a file of this kind; write out what they name");
        }
        if (anchor != null && !ANCHOR.matcher(anchor).matches()) {
            throw new ChartException(at(event) + "the name of an anchor has letters, digits, _ and - only");
        }
    }

    private void checkTag(Event event) throws ChartException {
        String tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null) {
            Mark start = event.getStartMark();
            String properties =
                    String.join("\n", lines(start.getLine(), event.getEndMark().getLine()));
            int column = Math.min(start.getColumn(), properties.codePointCount(0, properties.length()));
            Matcher written =
                    TAG.matcher(properties).region(properties.offsetByCodePoints(0, column), properties.length());
            if (written.lookingAt() && BAD_ESCAPE.matcher(written.group(1)).find()) {
                throw new ChartException(at(event) + BROKEN_ESCAPE);
            }
        }
    }

    /** In {@code {a:,b}} go-yaml takes the colon for a part of the text, SnakeYAML for the end of a key. */
    private static void checkColon(Event key) throws ChartException {
        if (key instanceof ScalarEvent scalar && scalar.isPlain()) {
            Mark end = scalar.getEndMark();
            int next = end.getPointer() + 1;
            if (next < end.getBuffer().length
                    && end.getBuffer()[end.getPointer()] == ':'
                    && ",[]{}".indexOf(end.getBuffer()[next]) >= 0) {
                throw new ChartException(at(scalar) + "there must be a blank behind the colon of a key");
            }
        }
    }

    /** Behind {@code ? a} SnakeYAML reads a block left of the key without a colon before it. */
    private static void checkBlock(Event key, Event value) throws ChartException {
        Mark start = value.getStartMark();
        if (value instanceof ScalarEvent scalar
                && isBlock(scalar)
                && start.getLine() > key.getEndMark().getLine()
                && start.getColumn() < key.getStartMark().getColumn()) {
            throw new ChartException(at(value) + "the block must not begin left of its key");
        }
    }

    private static boolean isBlock(ScalarEvent scalar) {
        return scalar.isLiteral() || scalar.isFolded();
    }

    private Object scalar(ScalarEvent scalar) throws ChartException {
        checkIndentation(scalar);
        checkEscapes(scalar);
        String tag = scalar.getTag();
        try {
            return tag == null && !scalar.isPlain() ? scalar.getValue() : GoScalar.resolve(tag, scalar.getValue());
        } catch (ChartException e) {
            throw new ChartException(at(scalar) + e.getMessage(), e);
        }
    }

    /** go-yaml refuses tabs in the blank lines from which a block's indentation is found out, SnakeYAML takes them for text. */
    private void checkIndentation(ScalarEvent scalar) throws ChartException {
        if (!isBlock(scalar)) {
            return;
        }
        int number = scalar.getStartMark().getLine();
        boolean began = false;
        for (String line : lines(number, scalar.getEndMark().getLine())) {
            number++;
            if (began && TAB_IN_INDENTATION.matcher(line).matches()) {
                throw new ChartException("line " + number + ": " + TAB);
            }
            if (began && !line.isBlank()) {
                return;
            }
            began |= BLOCK.matcher(line).matches();
        }
    }

    /** Half a character has no escape in go-yaml, and two of them don't make one. */
    private void checkEscapes(ScalarEvent scalar) throws ChartException {
        if (scalar.isDQuoted() && scalar.getValue().chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            int first = scalar.getStartMark().getLine();
            for (String line : lines(first, scalar.getEndMark().getLine())) {
                if (SURROGATE_ESCAPE.matcher(line).find()) {
                    throw new ChartException(at(scalar) + "found invalid Unicode character escape code");
                }
            }
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
        Map<String, Object> others = new HashMap<>(0);
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event key = events.peekEvent();
            checkColon(key);
            if (key instanceof ScalarEvent scalar && isMerge(scalar)) {
                merge(map);
            } else if (depth == 1
                    && key instanceof ScalarEvent scalar
                    && scalar.getValue().equals(large)) {
                events.getEvent();
                lists();
            } else {
                put(map, others, key, value());
            }
        }
        events.getEvent();
        return map;
    }

    /** The member whose elements are handed over. */
    private void lists() throws ChartException {
        if (!enter(Event.ID.MappingStart, "a map")) {
            return;
        }
        Set<String> keys = new HashSet<>();
        while (!events.checkEvent(Event.ID.MappingEnd)) {
            Event at = events.peekEvent();
            checkColon(at);
            String key = String.valueOf(value());
            if (!keys.add(key) && strict) {
                throw twice(at, key);
            }
            if (enter(Event.ID.SequenceStart, "a list")) {
                while (!events.checkEvent(Event.ID.SequenceEnd)) {
                    values = 0;
                    elements.take(key, value());
                }
                leave();
            }
        }
        leave();
    }

    /** Begins a map or a list; false for a null in its place. */
    private boolean enter(Event.ID start, String wanted) throws ChartException {
        if (events.checkEvent(start)) {
            depth++;
            checkAnchor(events.getEvent());
            return true;
        }
        Event at = events.peekEvent();
        if (value() != null) {
            throw new ChartException(at(at) + "there must be " + wanted + " in " + large);
        }
        return false;
    }

    private void leave() {
        events.getEvent();
        depth--;
    }

    private static ChartException twice(Event at, String key) {
        return new ChartException(at(at) + "key \"" + key + "\" already set in map");
    }

    private static boolean isMerge(ScalarEvent scalar) {
        return scalar.getValue().equals("<<") && (isImplicit(scalar) || MERGE.equals(scalar.getTag()));
    }

    private void merge(Map<String, Object> map) throws ChartException {
        ScalarEvent key = (ScalarEvent) events.getEvent();
        checkAnchor(key);
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

    /**
     * JSON can't have every key that YAML can, which matters to Helm only if the map ends up in the JSON. Of two different keys
     * with the same text Helm takes either.
     *
     * @param others the map's keys so far that are no strings, by their text
     */
    private void put(Map<String, Object> map, Map<String, Object> others, Event at, Object key) throws ChartException {
        checkBlock(at, events.peekEvent());
        Object value = value();
        if (key instanceof List || key instanceof Map) {
            throw new ChartException(at(at) + "unsupported map key: a list or a map");
        } else if (key == null || key instanceof BigInteger) {
            String kind = key == null ? "null" : "a number beyond 64 bits";
            map.put(UnsupportedKey.KEY, new UnsupportedKey(at(at) + "unsupported map key: " + kind));
        } else {
            String name = key instanceof Double number ? key(number) : key.toString();
            if (strict && map.containsKey(name)) {
                throw twice(at, name);
            }
            Object other = key instanceof String ? others.get(name) : others.put(name, key);
            boolean same = other == null ? key instanceof String || !map.containsKey(name) : other.equals(key);
            if (!same || other != null && name.equals(".nan")) {
                String problem =
                        at(at) + "another key of the map is \"" + name + "\" too, of which Helm takes either; drop one";
                map.put(UnsupportedKey.KEY, new UnsupportedKey(problem));
            }
            map.put(name, value);
        }
    }

    private static String key(double number) {
        return Double.isNaN(number) ? ".nan" : GoFloat.general32(number).replaceFirst("^\\+?(-?)Inf$", "$1.inf");
    }

    private static String at(Event event) {
        return "line " + (event.getStartMark().getLine() + 1) + ": ";
    }
}
