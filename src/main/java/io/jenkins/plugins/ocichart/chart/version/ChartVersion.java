package io.jenkins.plugins.ocichart.chart.version;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A semantic version as Helm reads it (Masterminds/semver 3.4). The natural order is SemVer 2 precedence, which ignores
 * build metadata, so it is not consistent with {@link #equals}, which compares the text.
 *
 * @param text the version as it was written
 * @param major an unsigned 64-bit number, as are the next two
 * @param preRelease what follows {@code -}, or empty
 * @param metadata what follows {@code +}, or empty
 */
public record ChartVersion(String text, long major, long minor, long patch, String preRelease, String metadata)
        implements Comparable<ChartVersion> {
    /**
     * The natural order, then that of the build metadata, which has no precedence in SemVer: its numeric parts compare as
     * numbers, so that the tenth build is newer than the ninth.
     */
    public static final Comparator<ChartVersion> BY_BUILD = Comparator.<ChartVersion>naturalOrder()
            .thenComparing(version -> !version.metadata.isEmpty())
            .thenComparing((one, other) -> comparePreReleases(one.metadata, other.metadata))
            .thenComparing(ChartVersion::text);

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    /**
     * Reads a version as Helm reads those in Chart.yaml: an optional {@code v}, one to three numbers with leading zeros
     * allowed, an optional pre-release and build metadata; missing numbers are 0.
     */
    public static Optional<ChartVersion> loose(String text) {
        return Optional.ofNullable(new VersionParser(text).loose());
    }

    /** Reads a SemVer 2 version, which is what Helm wants of a tag to list it as a version. */
    public static Optional<ChartVersion> strict(String text) {
        return Optional.ofNullable(new VersionParser(text).strict());
    }

    /** The version that a tag stands for, with {@code +} for {@code _}; empty for a tag such as {@code latest}. */
    public static Optional<ChartVersion> ofTag(String tag) {
        return loose(tag.replace('_', '+'));
    }

    /** As {@link #ofTag}, of a tag that Helm lists: it must be a complete SemVer 2 version. */
    public static Optional<ChartVersion> listed(String tag) {
        return strict(tag.replace('_', '+'));
    }

    private static boolean isNumber(String identifier) {
        return NUMBER.matcher(identifier).matches();
    }

    /** Whether this is a pre-release, {@code 1.0.0-rc.1} for example. */
    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** Compares by SemVer 2 precedence (section 11); build metadata makes no difference. */
    @Override
    public int compareTo(ChartVersion other) {
        int order = Long.compareUnsigned(major, other.major);
        if (order == 0) {
            order = Long.compareUnsigned(minor, other.minor);
        }
        if (order == 0) {
            order = Long.compareUnsigned(patch, other.patch);
        }
        return order == 0 ? comparePreReleases(preRelease, other.preRelease) : order;
    }

    static int comparePreReleases(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        String[] ones = one.split("\\.", -1);
        String[] others = other.split("\\.", -1);
        for (int i = 0; i < Math.min(ones.length, others.length); i++) {
            int order = compareIdentifiers(ones[i], others[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ones.length, others.length);
    }

    private static int compareIdentifiers(String one, String other) {
        boolean oneIsNumber = isUnsignedLong(one);
        boolean otherIsNumber = isUnsignedLong(other);
        if (oneIsNumber && otherIsNumber) {
            return Long.compareUnsigned(Long.parseUnsignedLong(one), Long.parseUnsignedLong(other));
        }
        if (oneIsNumber || otherIsNumber) {
            return oneIsNumber ? -1 : 1;
        }
        return one.compareTo(other);
    }

    /** A number too large for 64 bits compares as text, as with Masterminds. */
    private static boolean isUnsignedLong(String identifier) {
        if (!isNumber(identifier)) {
            return false;
        }
        try {
            Long.parseUnsignedLong(identifier);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The version as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
