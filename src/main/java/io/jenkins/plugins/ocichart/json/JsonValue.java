package io.jenkins.plugins.ocichart.json;

import com.fasterxml.jackson.core.io.NumberInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value (RFC 8259), or a missing one: code that walks a document needn't check at each step.
 * Objects keep the order of their members, numbers their literal. Immutable.
 */
public final class JsonValue {
    /** What is not there: a member that an object lacks, a member of anything else, the content of an empty document. */
    public static final JsonValue MISSING = new JsonValue(Kind.MISSING, "", List.of(), Map.of());

    /** An object without members. */
    public static final JsonValue EMPTY_OBJECT = new JsonValue(Kind.OBJECT, "", List.of(), Map.of());

    static final JsonValue EMPTY_ARRAY = new JsonValue(Kind.ARRAY, "", List.of(), Map.of());
    static final JsonValue NULL = new JsonValue(Kind.NULL, "", List.of(), Map.of());
    static final JsonValue TRUE = new JsonValue(Kind.BOOLEAN, "true", List.of(), Map.of());
    static final JsonValue FALSE = new JsonValue(Kind.BOOLEAN, "false", List.of(), Map.of());

    /** RFC 8259's kinds of values, and that of none. */
    enum Kind {
        MISSING,
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        ARRAY,
        OBJECT
    }

    private final Kind kind;
    private final String text;
    private final List<JsonValue> elements;
    private final Map<String, JsonValue> members;

    private JsonValue(Kind kind, String text, List<JsonValue> elements, Map<String, JsonValue> members) {
        this.kind = kind;
        this.text = text;
        this.elements = elements;
        this.members = members;
    }

    /**
     * Reads a document in UTF-8 (or UTF-16 or UTF-32, which are told apart as RFC 4627 does). Of members with the same name
     * the last counts.
     *
     * @return the document's value; {@link #MISSING} for a document of nothing but white space
     * @throws IOException if it isn't one whole JSON document, or is nested more than {@value Json#MAX_DEPTH} levels deep; its
     *     message may name some characters of the document
     */
    public static JsonValue parse(byte[] document) throws IOException {
        return Json.read(document);
    }

    /**
     * The same, with a message for people.
     *
     * @throws IOException {@code WHAT is not JSON: CAUSE}; quotes nothing of the document
     */
    public static JsonValue parse(byte[] document, String what) throws IOException {
        try {
            return parse(document);
        } catch (IOException e) {
            throw new IOException(what + " is not JSON: " + Json.cause(e), e);
        }
    }

    public static JsonValue string(String text) {
        return new JsonValue(Kind.STRING, text, List.of(), Map.of());
    }

    /** A number, by its literal. */
    static JsonValue number(String literal) {
        return new JsonValue(Kind.NUMBER, literal, List.of(), Map.of());
    }

    /** An array; empty ones are all the same, a hostile document may have a million of them. */
    public static JsonValue array(List<JsonValue> elements) {
        return elements.isEmpty() ? EMPTY_ARRAY : new JsonValue(Kind.ARRAY, "", List.copyOf(elements), Map.of());
    }

    /** An object with members in the map's order; the map must not change afterwards. */
    public static JsonValue object(Map<String, JsonValue> members) {
        return members.isEmpty() ? EMPTY_OBJECT : new JsonValue(Kind.OBJECT, "", List.of(), members);
    }

    Kind kind() {
        return kind;
    }

    /** Whether there is a value that is not {@code null}. */
    public boolean isPresent() {
        return kind != Kind.MISSING && kind != Kind.NULL;
    }

    public boolean isObject() {
        return kind == Kind.OBJECT;
    }

    public boolean isArray() {
        return kind == Kind.ARRAY;
    }

    public boolean isString() {
        return kind == Kind.STRING;
    }

    /** Whether this is a number without fraction and exponent, of any size. */
    public boolean isInteger() {
        return kind == Kind.NUMBER && text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0;
    }

    /** The member of this name; {@link #MISSING} if there is none or this is no object. */
    public JsonValue member(String name) {
        return members.getOrDefault(name, MISSING);
    }

    /** The members in the document's order; none if this is no object. */
    public Map<String, JsonValue> members() {
        return Collections.unmodifiableMap(members);
    }

    /** The element at an index from 0; {@link #MISSING} if there is none or this is no array. */
    public JsonValue element(int index) {
        return index < elements.size() ? elements.get(index) : MISSING;
    }

    /** The elements; none if this is no array. */
    public List<JsonValue> elements() {
        return elements;
    }

    /**
     * The text of a string, or the literal of a number or boolean, since servers and files aren't strict.
     * Empty for objects and arrays.
     *
     * @param absent what to return for {@code null} and for a missing value
     */
    public String asString(String absent) {
        return isPresent() ? text : absent;
    }

    /**
     * A number without its fraction; it may be in quotes.
     *
     * @param other what to return for anything else and for integers beyond 64 bits
     */
    public long asLong(long other) {
        return kind == Kind.NUMBER || kind == Kind.STRING ? NumberInput.parseAsLong(text, other) : other;
    }

    /** This object with a member, in place of one with the same name; an object of it alone if this is no object. */
    public JsonValue with(String name, JsonValue value) {
        Map<String, JsonValue> changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return object(changed);
    }

    /** This object with a string as a member, in place of one with the same name. */
    public JsonValue with(String name, String value) {
        return with(name, string(value));
    }

    /** This object with a number as a member, in place of one with the same name. */
    public JsonValue with(String name, long value) {
        return with(name, number(Long.toString(value)));
    }

    /** This object without the members of these names; an empty one if this is no object. */
    public JsonValue without(Collection<String> names) {
        Map<String, JsonValue> changed = new LinkedHashMap<>(members);
        names.forEach(changed::remove);
        return object(changed);
    }

    /** The value as a document without white space, {@code null} for a missing one. */
    public String toJson() {
        return Json.document(this, null);
    }

    /** The same document in UTF-8. */
    public byte[] toBytes() {
        return toJson().getBytes(StandardCharsets.UTF_8);
    }

    /** The kind of value alone: the value may be a secret. */
    @Override
    public String toString() {
        return "JsonValue[" + kind + "]";
    }
}
