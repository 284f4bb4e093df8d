package io.jenkins.plugins.ocichart.chart.version;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions such as {@code ^1.2} or {@code >=1.0 <2 || 3.x}, with the rules of Masterminds/semver 3.4, which
 * Helm uses. They differ from npm's for pre-releases and partial versions.
 */
public final class VersionConstraint {
    /** Possessive, because Java's other repeated groups recurse, and a constraint may be long. */
    private static final String IDENTIFIERS = "[0-9A-Za-z-]++(?:\\.[0-9A-Za-z-]++)*+";

    private static final String SPACE = "[\\t\\n\\f\\r ]";
    private static final String NUMBER = "[0-9|xX*]++";
    private static final String PARTIAL = "v?(" + NUMBER + ")(\\." + NUMBER + ")?(\\." + NUMBER + ")?(-" + IDENTIFIERS
            + ")?(\\+" + IDENTIFIERS + ")?";
    private static final Pattern COMPARISON =
            Pattern.compile("(?<operator>=>|=<|=|!=|>=|>|<=|<|~>|~|\\^|)" + SPACE + "*+(?<version>" + PARTIAL + ")");
    private static final Pattern HYPHEN_RANGE = Pattern.compile(
            SPACE + "*+(?<low>" + PARTIAL + ")" + SPACE + "++-" + SPACE + "++(?<high>" + PARTIAL + ")" + SPACE + "*+");

    private final String text;
    private final List<List<VersionComparison>> alternatives;

    private VersionConstraint(String text, List<List<VersionComparison>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /**
     * Reads a constraint: alternatives separated by {@code ||}, each one or more comparisons separated by spaces or a
     * comma.
     *
     * @throws ChartException for text that Masterminds refuses: {@code improper constraint: …}
     */
    public static VersionConstraint parse(String text) throws ChartException {
        List<List<VersionComparison>> alternatives = new ArrayList<>();
        for (String alternative : rewriteHyphenRanges(text).split("\\|\\|", -1)) {
            alternatives.add(parseAlternative(alternative));
        }
        return new VersionConstraint(text, alternatives);
    }

    /**
     * Whether {@code version} satisfies this constraint. A pre-release does so only if a comparison of the same
     * alternative names a pre-release.
     */
    public boolean matches(ChartVersion version) {
        for (List<VersionComparison> alternative : alternatives) {
            boolean preReleases = alternative.stream().anyMatch(VersionComparison::namesPreRelease);
            if ((preReleases || !version.isPreRelease())
                    && alternative.stream().allMatch(comparison -> comparison.matches(version))) {
                return true;
            }
        }
        return false;
    }

    /** The constraint as it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** {@code 1.2 - 1.4} becomes {@code >= 1.2, <= 1.4}, in the text and before anything else, as Masterminds does. */
    private static String rewriteHyphenRanges(String text) {
        String rewritten = text;
        Matcher range = HYPHEN_RANGE.matcher(text);
        while (range.find()) {
            String comparisons = ">= " + range.group("low") + ", <= " + range.group("high") + " ";
            int at = rewritten.indexOf(range.group());
            rewritten = rewritten.substring(0, at)
                    + comparisons
                    + rewritten.substring(at + range.group().length());
        }
        return rewritten;
    }

    private static List<VersionComparison> parseAlternative(String alternative) throws ChartException {
        List<VersionComparison> comparisons = new ArrayList<>();
        Matcher comparison = COMPARISON.matcher(alternative);
        int at = skipSpace(alternative, 0);
        while (true) {
            if (!comparison.region(at, alternative.length()).lookingAt()) {
                throw new ChartException("improper constraint: " + alternative);
            }
            comparisons.add(VersionComparison.of(comparison));
            int end = comparison.end();
            at = skipSpace(alternative, end);
            if (at == alternative.length()) {
                return comparisons;
            }
            if (alternative.charAt(at) == ',') {
                at = skipSpace(alternative, at + 1);
            } else if (at == end) {
                throw new ChartException("improper constraint: " + alternative);
            }
        }
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && "\t\n\f\r ".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
