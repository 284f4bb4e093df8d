package io.jenkins.plugins.ocichart.chart.yaml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.TagToken;
import org.yaml.snakeyaml.tokens.TagTuple;
import org.yaml.snakeyaml.tokens.Token;

/** Scans anchors, aliases, tags and directives with libyaml's rules. */
final class YamlPropertyScanner {
    private static final String AFTER_ANCHOR = "?:,]}%@`";
    private static final String URI_PUNCTUATION = ";/?:@&=+$,.!~*'()[]%";

    private final YamlCursor cursor;

    YamlPropertyScanner(YamlCursor cursor) {
        this.cursor = cursor;
    }

    /** The name of an anchor or an alias. */
    String scanAnchor() {
        cursor.forward();
        String name = word();
        if (name.isEmpty() || !cursor.isBlankOrEnd() && AFTER_ANCHOR.indexOf(cursor.peek()) < 0) {
            throw cursor.error("did not find expected alphabetic or numeric character");
        }
        return name;
    }

    /** {@code !<uri>}, {@code !handle!suffix}, {@code !suffix} or {@code !}. */
    TagToken scanTag() {
        Mark start = cursor.mark();
        TagTuple tag;
        if (cursor.peek(1) == '<') {
            cursor.forward(2);
            tag = new TagTuple(null, uri("", true));
            if (cursor.peek() != '>') {
                throw cursor.error("did not find the expected '>'");
            }
            cursor.forward();
        } else {
            String handle = handle();
            boolean isHandle = handle.length() > 1 && handle.endsWith("!");
            if (isHandle) {
                tag = new TagTuple(handle, uri("", true));
            } else {
                String suffix = uri(handle.substring(1), false);
                tag = suffix.isEmpty() ? new TagTuple(null, "!") : new TagTuple("!", suffix);
            }
        }
        requireBlank();
        return new TagToken(tag, start, cursor.mark());
    }

    /** {@code %YAML} or {@code %TAG}, up to and with the line's end. */
    Token scanDirective() {
        Mark start = cursor.mark();
        cursor.forward();
        String name = word();
        requireBlank();
        cursor.skipBlanks();
        DirectiveToken<?> token;
        switch (name) {
            case "YAML" -> {
                String version = version();
                if (!version.matches("0?1\\.0?1")) {
                    throw cursor.error("found incompatible YAML document of version " + version);
                }
                token = new DirectiveToken<>(name, List.of(1, 1), start, cursor.mark());
            }
            case "TAG" -> token = new DirectiveToken<>(name, tagDirective(), start, cursor.mark());
            default -> throw cursor.error("found unknown directive name");
        }
        cursor.skipRestOfLine();
        return token;
    }

    private String version() {
        StringBuilder version = new StringBuilder();
        while (cursor.peek() >= '0' && cursor.peek() <= '9' || cursor.peek() == '.') {
            version.append(cursor.read());
        }
        return version.toString();
    }

    private List<String> tagDirective() {
        String handle = handle();
        if (handle.length() > 1 && !handle.endsWith("!")) {
            throw cursor.error("did not find expected '!'");
        }
        if (!cursor.isBlank()) {
            throw cursor.error("did not find expected whitespace");
        }
        cursor.skipBlanks();
        String prefix = uri("", true);
        requireBlank();
        return List.of(handle, prefix);
    }

    private void requireBlank() {
        if (!cursor.isBlankOrEnd()) {
            throw cursor.error("did not find expected whitespace or line break");
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (cursor.isWordCharacter()) {
            word.append(cursor.read());
        }
        return word.toString();
    }

    /** An exclamation mark, a word and, for a handle, another exclamation mark. */
    private String handle() {
        if (cursor.peek() != '!') {
            throw cursor.error("did not find expected '!'");
        }
        cursor.forward();
        String handle = "!" + word();
        if (cursor.peek() == '!') {
            cursor.forward();
            handle += "!";
        }
        return handle;
    }

    private String uri(String start, boolean required) {
        StringBuilder uri = new StringBuilder(start);
        while (cursor.isWordCharacter() || URI_PUNCTUATION.indexOf(cursor.peek()) >= 0) {
            uri.append(cursor.peek() == '%' ? escaped() : cursor.read());
        }
        if (required && uri.isEmpty()) {
            throw cursor.error("did not find expected tag URI");
        }
        return uri.toString();
    }

    /** A run of {@code %xx}, which stand for bytes of UTF-8. */
    private String escaped() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (cursor.peek() == '%') {
            int high = Character.digit(cursor.peek(1), 16);
            int low = Character.digit(cursor.peek(2), 16);
            if (high < 0 || low < 0) {
                throw cursor.error("did not find URI escaped octet");
            }
            bytes.write(high << 4 | low);
            cursor.forward(3);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
