package io.jenkins.plugins.ocichart.chart.folder;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.Sanitizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of a chart's {@code .helmignore}, exactly as Helm 3 has them ({@code pkg/ignore/rules.go}), by the rules of Unix on
 * every system. They are not git's: a {@code !} ignores whatever does <em>not</em> match.
 */
final class HelmIgnore {
    static final String FILE = ".helmignore";

    /** Go's scanner takes shorter lines only, in bytes. */
    private static final int LONGEST_LINE = 64 << 10;

    /** Helm has no such limit; no path is longer, and matching takes memory for each character. */
    private static final int LONGEST_RULE = 4096;

    private static final int LARGEST = 5 << 20;
    private static final Pattern NOTHING = Pattern.compile("(?!)");

    private final List<Rule> rules = new ArrayList<>();

    private HelmIgnore() {}

    /**
     * Reads the rules.
     *
     * @param folder the chart's folder; without the file there is Helm's own rule alone
     * @param warnings gets what looks like a rule of git but isn't one
     * @throws ChartException if Helm refuses a rule; names the line
     */
    static HelmIgnore read(Path folder, Set<String> warnings) throws IOException {
        HelmIgnore ignore = new HelmIgnore();
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            int number = 0;
            for (String line : lines(file)) {
                number++;
                try {
                    ignore.add(line);
                } catch (ChartException e) {
                    throw new ChartException(FILE + ": line " + number + ": " + e.getMessage(), e);
                }
                warn(Sanitizer.trim(line), number, warnings);
            }
        }
        ignore.add("templates/.?*");
        return ignore;
    }

    /** Whether a file or folder is left out, with all that is in it. */
    boolean ignores(String path, boolean isFolder) {
        for (Rule rule : rules) {
            // a rule is asked only if it is reached, since it changes by that
            boolean skipped = rule.foldersOnly && !isFolder;
            if (rule.negated ? skipped || !rule.matches(path) : !skipped && rule.matches(path)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> lines(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new ChartException(FILE + ": is a directory");
        }
        if (!Files.isRegularFile(file)) {
            throw FolderFiles.irregular(FILE);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        if (bytes.length > LARGEST) {
            throw new ChartException(FILE + ": is larger than 5 MiB");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
            lines.set(0, lines.get(0).startsWith("\ufeff") ? lines.get(0).substring(1) : lines.get(0));
            return lines;
        } catch (CharacterCodingException e) {
            throw new ChartException(FILE + ": not UTF-8 text", e);
        }
    }

    private void add(String line) throws ChartException {
        if (line.getBytes(StandardCharsets.UTF_8).length >= LONGEST_LINE) {
            throw new ChartException("longer than 64 KiB");
        }
        String rule = Sanitizer.trim(line);
        if (rule.isEmpty() || rule.startsWith("#")) {
            return;
        }
        if (rule.length() > LONGEST_RULE) {
            throw new ChartException("longer than any path can be");
        }
        if (rule.contains("**")) {
            throw new ChartException("double-star (**) syntax is not supported");
        }
        GoGlob.compile(rule);
        rules.add(new Rule(rule));
    }

    private static void warn(String rule, int number, Set<String> warnings) {
        if (rule.startsWith("!")) {
            warnings.add(FILE + ": line " + number + ": '" + rule
                    + "' leaves out whatever it doesn't match; to Helm, ! is not what it is to git");
        } else if (rule.startsWith("//")) {
            warnings.add(FILE + ": line " + number + ": '" + rule
                    + "' means something else to every version of Helm; begin it with one slash");
        }
    }

    private static final class Rule {
        private final boolean negated;
        private final boolean foldersOnly;
        private final boolean path;
        private String glob;
        private Pattern pattern;

        Rule(String rule) {
            negated = rule.startsWith("!");
            String positive = negated ? rule.substring(1) : rule;
            foldersOnly = positive.endsWith("/");
            glob = foldersOnly ? positive.substring(0, positive.length() - 1) : positive;
            path = glob.contains("/");
        }

        /** Helm 3 drops one slash from the start each time, so {@code //a} matches from the second file on. */
        boolean matches(String file) {
            if (glob.startsWith("/")) {
                glob = glob.substring(1);
                pattern = null;
            }
            pattern = pattern == null ? compiled() : pattern;
            return pattern.matcher(path ? file : file.substring(file.lastIndexOf('/') + 1))
                    .matches();
        }

        /** What is left of a rule may be no pattern any more; to Helm it matches nothing then. */
        private Pattern compiled() {
            try {
                return GoGlob.compile(glob);
            } catch (ChartException e) {
                return NOTHING;
            }
        }
    }
}
