package io.jenkins.plugins.ocichart.chart.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.BlockEndToken;
import org.yaml.snakeyaml.tokens.BlockEntryToken;
import org.yaml.snakeyaml.tokens.BlockMappingStartToken;
import org.yaml.snakeyaml.tokens.BlockSequenceStartToken;
import org.yaml.snakeyaml.tokens.DocumentEndToken;
import org.yaml.snakeyaml.tokens.DocumentStartToken;
import org.yaml.snakeyaml.tokens.FlowEntryToken;
import org.yaml.snakeyaml.tokens.FlowMappingEndToken;
import org.yaml.snakeyaml.tokens.FlowMappingStartToken;
import org.yaml.snakeyaml.tokens.FlowSequenceEndToken;
import org.yaml.snakeyaml.tokens.FlowSequenceStartToken;
import org.yaml.snakeyaml.tokens.KeyToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.StreamStartToken;
import org.yaml.snakeyaml.tokens.Token;
import org.yaml.snakeyaml.tokens.ValueToken;

/**
 * Splits a YAML text into tokens for SnakeYAML's parser with the rules of libyaml, whose port go-yaml is. SnakeYAML's
 * own scanner refuses what Helm reads, such as a tab between a key and its value, and reads some things differently.
 */
public final class YamlScanner implements Scanner {
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

    private final YamlCursor cursor;
    private final YamlScalarScanner scalars;
    private final YamlPropertyScanner properties;
    private final YamlSimpleKeys simpleKeys;
    private final YamlTokenQueue tokens;
    private final Deque<Integer> indents = new ArrayDeque<>();
    private int indent = -1;
    private int flowLevel;
    private boolean simpleKeyAllowed = true;

    /** Reads a text; faults in it are {@link org.yaml.snakeyaml.error.YAMLException}s of the calls below. */
    public YamlScanner(String text) {
        cursor = new YamlCursor(text);
        scalars = new YamlScalarScanner(cursor);
        properties = new YamlPropertyScanner(cursor);
        simpleKeys = new YamlSimpleKeys(cursor);
        tokens = new YamlTokenQueue(cursor);
        tokens.add(0, StreamStartToken::new);
    }

    @Override
    public boolean checkToken(Token.ID... choices) {
        Token.ID next = peekToken().getTokenId();
        for (Token.ID choice : choices) {
            if (choice == next) {
                return true;
            }
        }
        return choices.length == 0;
    }

    /** The next token, which isn't settled as long as it may begin a key: that has a token before it. */
    @Override
    public Token peekToken() {
        while (tokens.isEmpty() || simpleKeys.mayBeginAt(tokens.firstNumber())) {
            fetch();
        }
        return tokens.first();
    }

    @Override
    public Token getToken() {
        Token token = peekToken();
        if (token.getTokenId() != Token.ID.StreamEnd) {
            tokens.removeFirst();
        }
        return token;
    }

    @Override
    public void resetDocumentIndex() {
        // Only SnakeYAML's own scanner limits the size of a document.
    }

    private void fetch() {
        skipToNextToken();
        unrollIndent(cursor.column());
        if (!fetchDocumentPart() && !fetchCollectionPart() && !fetchNodePart()) {
            throw cursor.error("found character that cannot start any token");
        }
    }

    private boolean fetchDocumentPart() {
        if (cursor.isEnd()) {
            cursor.endLine();
            beginDocumentPart();
            tokens.add(0, StreamEndToken::new);
        } else if (cursor.column() == 0 && cursor.peek() == '%') {
            beginDocumentPart();
            tokens.add(properties.scanDirective());
        } else if (cursor.isDocumentIndicator('-')) {
            beginDocumentPart();
            tokens.add(3, DocumentStartToken::new);
        } else if (cursor.isDocumentIndicator('.')) {
            beginDocumentPart();
            tokens.add(3, DocumentEndToken::new);
        } else {
            return false;
        }
        return true;
    }

    private void beginDocumentPart() {
        unrollIndent(-1);
        simpleKeys.remove();
        simpleKeyAllowed = false;
    }

    private boolean fetchCollectionPart() {
        boolean blankFollows = YamlCursor.isBlankOrEnd(cursor.peek(1));
        switch (cursor.peek()) {
            case '[' -> fetchFlowStart(FlowSequenceStartToken::new);
            case '{' -> fetchFlowStart(FlowMappingStartToken::new);
            case ']' -> fetchFlowEnd(FlowSequenceEndToken::new);
            case '}' -> fetchFlowEnd(FlowMappingEndToken::new);
            case ',' -> {
                simpleKeys.remove();
                simpleKeyAllowed = true;
                tokens.add(1, FlowEntryToken::new);
            }
            case '-' -> {
                return blankFollows && fetchBlockEntry();
            }
            case '?' -> {
                return (inFlow() || blankFollows) && fetchKey();
            }
            case ':' -> {
                return (inFlow() || blankFollows) && fetchValue();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean fetchNodePart() {
        char c = cursor.peek();
        boolean blankFollows = YamlCursor.isBlankOrEnd(cursor.peek(1));
        if ((c == '|' || c == '>') && !inFlow()) {
            simpleKeys.remove();
            simpleKeyAllowed = true;
            tokens.add(scalars.scanBlock(indent));
        } else if (c == '*' || c == '&' || c == '!' || c == '\'' || c == '"') {
            saveSimpleKey();
            Mark start = cursor.mark();
            switch (c) {
                case '*' -> tokens.add(new AliasToken(properties.scanAnchor(), start, cursor.mark()));
                case '&' -> tokens.add(new AnchorToken(properties.scanAnchor(), start, cursor.mark()));
                case '!' -> tokens.add(properties.scanTag());
                default -> tokens.add(scalars.scanQuoted());
            }
        } else if (INDICATORS.indexOf(c) < 0 && !cursor.isBlank()
                || !blankFollows && (c == '-' || !inFlow() && (c == '?' || c == ':'))) {
            saveSimpleKey();
            tokens.add(scalars.scanPlain(indent, inFlow()));
            simpleKeyAllowed = scalars.plainEndedBehindLine();
        } else {
            return false;
        }
        return true;
    }

    /** Skips blanks, comments and line breaks. Tabs count as blanks only where no block collection may begin. */
    private void skipToNextToken() {
        while (true) {
            while (cursor.peek() == ' ' || cursor.peek() == '\t' && (inFlow() || !simpleKeyAllowed)) {
                cursor.forward();
            }
            cursor.skipComment();
            if (!cursor.isBreak()) {
                return;
            }
            cursor.readBreak();
            simpleKeyAllowed |= !inFlow();
        }
    }

    private void fetchFlowStart(BiFunction<Mark, Mark, Token> token) {
        saveSimpleKey();
        simpleKeys.enter();
        flowLevel++;
        simpleKeyAllowed = true;
        tokens.add(1, token);
    }

    private void fetchFlowEnd(BiFunction<Mark, Mark, Token> token) {
        simpleKeys.remove();
        if (inFlow()) {
            flowLevel--;
            simpleKeys.leave();
        }
        simpleKeyAllowed = false;
        tokens.add(1, token);
    }

    private boolean fetchBlockEntry() {
        if (!inFlow()) {
            requireNewEntry("block sequence entries are not allowed in this context");
            rollIndent(cursor.mark(), tokens.nextNumber(), BlockSequenceStartToken::new);
        }
        simpleKeys.remove();
        simpleKeyAllowed = true;
        tokens.add(1, BlockEntryToken::new);
        return true;
    }

    private boolean fetchKey() {
        if (!inFlow()) {
            requireNewEntry("mapping keys are not allowed in this context");
            rollIndent(cursor.mark(), tokens.nextNumber(), BlockMappingStartToken::new);
        }
        simpleKeys.remove();
        simpleKeyAllowed = !inFlow();
        tokens.add(1, KeyToken::new);
        return true;
    }

    private boolean fetchValue() {
        YamlSimpleKeys.Candidate key = simpleKeys.take();
        if (key != null) {
            tokens.insert(key.token(), new KeyToken(key.mark(), key.mark()));
            rollIndent(key.mark(), key.token(), BlockMappingStartToken::new);
            simpleKeyAllowed = false;
        } else {
            if (!inFlow()) {
                requireNewEntry("mapping values are not allowed in this context");
                rollIndent(cursor.mark(), tokens.nextNumber(), BlockMappingStartToken::new);
            }
            simpleKeyAllowed = !inFlow();
        }
        tokens.add(1, ValueToken::new);
        return true;
    }

    private void requireNewEntry(String problem) {
        if (!simpleKeyAllowed) {
            throw cursor.error(problem);
        }
    }

    private void saveSimpleKey() {
        if (simpleKeyAllowed) {
            simpleKeys.save(tokens.nextNumber(), !inFlow() && indent == cursor.column());
        }
        simpleKeyAllowed = false;
    }

    /** Begins a block collection where the column is further to the right than the one before. */
    private void rollIndent(Mark mark, int number, BiFunction<Mark, Mark, Token> start) {
        if (!inFlow() && indent < mark.getColumn()) {
            indents.push(indent);
            indent = mark.getColumn();
            tokens.insert(number, start.apply(mark, mark));
        }
    }

    /** Ends the block collections that are further to the right than {@code column}. */
    private void unrollIndent(int column) {
        while (!inFlow() && indent > column) {
            tokens.add(0, BlockEndToken::new);
            indent = indents.pop();
        }
    }

    private boolean inFlow() {
        return flowLevel > 0;
    }
}
