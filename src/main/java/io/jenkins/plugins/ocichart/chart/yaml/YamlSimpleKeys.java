package io.jenkins.plugins.ocichart.chart.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;

/**
 * The places where a key may have begun that no {@code ?} announces: only a later {@code :} tells. There is at most one
 * in the block and one in each flow collection that is open.
 */
final class YamlSimpleKeys {
    /** How far a key's {@code :} may be, in characters (YAML 1.1 §4.2.3). */
    private static final int MAX_LENGTH = 1024;

    /**
     * A possible key.
     *
     * @param token the number of its first token
     * @param required whether it must be one, because it stands where the block's keys stand
     */
    record Candidate(int token, boolean required, Mark mark) {}

    private static final class Level {
        private Candidate candidate;
    }

    private final YamlCursor cursor;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Map<Integer, Level> levelByToken = new HashMap<>();

    YamlSimpleKeys(YamlCursor cursor) {
        this.cursor = cursor;
        enter();
    }

    /** Enters a flow collection. */
    void enter() {
        levels.push(new Level());
    }

    /** Leaves a flow collection. */
    void leave() {
        forget(levels.pop());
    }

    /** Notes that a key may begin here. */
    void save(int token, boolean required) {
        remove();
        Level level = levels.peek();
        level.candidate = new Candidate(token, required, cursor.mark());
        levelByToken.put(token, level);
    }

    /** Gives up the current level's candidate. */
    void remove() {
        Candidate candidate = forget(levels.peek());
        if (candidate != null && candidate.required()) {
            throw missingColon(candidate);
        }
    }

    /** Whether the token with this number may still turn out to begin a key. */
    boolean mayBeginAt(int token) {
        Level level = levelByToken.get(token);
        return level != null && dropIfTooFar(level) != null;
    }

    /** The current level's candidate, which is a key now, or null. */
    Candidate take() {
        dropIfTooFar(levels.peek());
        return forget(levels.peek());
    }

    private Candidate dropIfTooFar(Level level) {
        Candidate candidate = level.candidate;
        if (candidate != null
                && (candidate.mark().getLine() < cursor.line()
                        || candidate.mark().getIndex() + MAX_LENGTH < cursor.index())) {
            if (candidate.required()) {
                throw missingColon(candidate);
            }
            forget(level);
        }
        return level.candidate;
    }

    private Candidate forget(Level level) {
        Candidate candidate = level.candidate;
        level.candidate = null;
        if (candidate != null) {
            levelByToken.remove(candidate.token());
        }
        return candidate;
    }

    private ScannerException missingColon(Candidate candidate) {
        return new ScannerException(null, null, "could not find expected ':'", candidate.mark());
    }
}
