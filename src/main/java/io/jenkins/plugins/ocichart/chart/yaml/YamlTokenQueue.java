package io.jenkins.plugins.ocichart.chart.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.tokens.Token;

/** The tokens that were scanned but not taken yet, numbered from the beginning of the text. */
final class YamlTokenQueue {
    private final YamlCursor cursor;
    private final List<Token> tokens = new ArrayList<>();
    private int taken;

    YamlTokenQueue(YamlCursor cursor) {
        this.cursor = cursor;
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    Token first() {
        return tokens.get(0);
    }

    void removeFirst() {
        tokens.remove(0);
        taken++;
    }

    int firstNumber() {
        return taken;
    }

    /** The number that the token will have which is added next. */
    int nextNumber() {
        return taken + tokens.size();
    }

    void add(Token token) {
        tokens.add(token);
    }

    /** Adds a token of so many characters, which the cursor skips. */
    void add(int length, BiFunction<Mark, Mark, Token> token) {
        Mark start = cursor.mark();
        cursor.forward(length);
        tokens.add(token.apply(start, cursor.mark()));
    }

    /** Puts a token before the one that has this number. */
    void insert(int number, Token token) {
        tokens.add(number - taken, token);
    }
}
