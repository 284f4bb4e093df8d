package io.jenkins.plugins.ocichart.chart.version;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import java.util.regex.Matcher;

/**
 * One operator and one version of a {@link VersionConstraint}.
 *
 * @param operator as it is written, empty for none
 * @param version the version, with 0 for what is missing or a wildcard
 * @param numbers how many of its numbers count: 3 for a full version, 0 for {@code *}
 */
record VersionComparison(String operator, ChartVersion version, int numbers) {
    /** From a match with the groups operator, version, then the three numbers and the pre-release. */
    static VersionComparison of(Matcher match) throws ChartException {
        String preRelease = match.group(6) == null ? "" : match.group(6);
        String version;
        int numbers;
        if (isWildcard(match.group(3))) {
            numbers = 0;
            version = "0.0.0" + preRelease;
        } else if (isWildcard(match.group(4))) {
            numbers = 1;
            version = match.group(3) + ".0.0" + preRelease;
        } else if (isWildcard(match.group(5))) {
            numbers = 2;
            version = match.group(3) + match.group(4) + ".0" + preRelease;
        } else {
            numbers = 3;
            version = match.group("version");
        }
        ChartVersion parsed = ChartVersion.loose(version)
                .orElseThrow(() -> new ChartException("constraint parser error: " + match.group()));
        return new VersionComparison(match.group("operator"), parsed, numbers);
    }

    private static boolean isWildcard(String number) {
        return number == null || number.matches("\\.?[xX*]");
    }

    boolean namesPreRelease() {
        return version.isPreRelease();
    }

    /** Whether {@code candidate} satisfies this; whether pre-releases are wanted at all is the alternative's matter. */
    boolean matches(ChartVersion candidate) {
        return switch (operator) {
            case "", "=" -> numbers < 3 ? tilde(candidate) : candidate.compareTo(version) == 0;
            case "!=" -> notEqual(candidate);
            case ">" -> greater(candidate);
            case "<" -> candidate.compareTo(version) < 0;
            case ">=", "=>" -> candidate.compareTo(version) >= 0;
            case "<=", "=<" -> lessOrEqual(candidate);
            case "~", "~>" -> tilde(candidate);
            case "^" -> caret(candidate);
            default -> throw new IllegalStateException(operator);
        };
    }

    private boolean notEqual(ChartVersion candidate) {
        return switch (numbers) {
            case 1 -> !sameMajor(candidate);
            case 2 ->
                !sameMajor(candidate)
                        || !sameMinor(candidate)
                        || ChartVersion.comparePreReleases(candidate.preRelease(), version.preRelease()) != 0;
            default -> candidate.compareTo(version) != 0;
        };
    }

    private boolean greater(ChartVersion candidate) {
        int major = Long.compareUnsigned(candidate.major(), version.major());
        if (numbers == 3 || numbers == 0 && major == 0) {
            return candidate.compareTo(version) > 0;
        }
        if (major != 0 || numbers == 1) {
            return major > 0;
        }
        return Long.compareUnsigned(candidate.minor(), version.minor()) > 0;
    }

    private boolean lessOrEqual(ChartVersion candidate) {
        if (numbers == 3) {
            return candidate.compareTo(version) <= 0;
        }
        int major = Long.compareUnsigned(candidate.major(), version.major());
        return major < 0
                || major == 0 && (numbers == 1 || Long.compareUnsigned(candidate.minor(), version.minor()) <= 0);
    }

    private boolean tilde(ChartVersion candidate) {
        if (candidate.compareTo(version) < 0) {
            return false;
        }
        boolean anything = (numbers == 0 || numbers == 3) && isZero();
        return anything || sameMajor(candidate) && (numbers == 1 || sameMinor(candidate));
    }

    private boolean caret(ChartVersion candidate) {
        if (candidate.compareTo(version) < 0 || !sameMajor(candidate)) {
            return false;
        }
        if (version.major() != 0 || numbers == 1) {
            return true;
        }
        if (!sameMinor(candidate)) {
            return false;
        }
        return version.minor() != 0 || numbers == 2 || candidate.patch() == version.patch();
    }

    private boolean sameMajor(ChartVersion candidate) {
        return candidate.major() == version.major();
    }

    private boolean sameMinor(ChartVersion candidate) {
        return candidate.minor() == version.minor();
    }

    private boolean isZero() {
        return version.major() == 0 && version.minor() == 0 && version.patch() == 0;
    }
}
