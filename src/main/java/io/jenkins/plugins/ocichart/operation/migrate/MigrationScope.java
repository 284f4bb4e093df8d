package io.jenkins.plugins.ocichart.operation.migrate;

import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.AntPattern;
import io.jenkins.plugins.ocichart.repository.IndexEntry;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Which versions of which charts are migrated.
 *
 * @param include comma-separated globs of chart names, with {@code *} and {@code ?}; null or blank for all
 * @param exclude the same for those that are left out; null or blank for none
 * @param versions a range that the versions must match; null or blank for all, pre-releases too
 * @param shard {@code K/N}: only the Kth of N parts, which have nothing in common and together are everything; null or blank
 *     for all
 */
public record MigrationScope(String include, String exclude, String versions, String shard) implements Serializable {
    /** All versions of all charts. */
    public static final MigrationScope ALL = new MigrationScope(null, null, null, null);

    private static final Pattern SHARD = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");

    /**
     * Checks a shard.
     *
     * @throws IOException the line that a migration would fail with
     */
    public static void checkShard(String shard) throws IOException {
        new MigrationScope(null, null, null, shard).inShard();
    }

    Predicate<String> names() {
        Predicate<String> wanted = isBlank(include) ? name -> true : globs(include);
        return isBlank(exclude) ? wanted : wanted.and(globs(exclude).negate());
    }

    private static Predicate<String> globs(String globs) {
        return Pattern.compile(Arrays.stream(globs.split(","))
                        .map(String::strip)
                        .map(AntPattern::regex)
                        .collect(Collectors.joining("|")))
                .asMatchPredicate();
    }

    /**
     * Whether a version is wanted, in whatever shard.
     *
     * @throws IOException if the range is none
     */
    Predicate<IndexEntry> inRange() throws IOException {
        if (isBlank(versions)) {
            return entry -> true;
        }
        try {
            VersionConstraint range = VersionConstraint.parse(versions.strip());
            return entry -> range.matches(entry.version());
        } catch (IOException e) {
            throw new IOException("versions '" + versions + "' is not a range of versions: " + e.getMessage(), e);
        }
    }

    /**
     * Whether {@code NAME/VERSION} is in the shard.
     *
     * @throws IOException if there is no such shard
     */
    Predicate<String> inShard() throws IOException {
        if (isBlank(shard)) {
            return version -> true;
        }
        Matcher parts = SHARD.matcher(shard);
        if (parts.matches()) {
            int part = Integer.parseInt(parts.group(1));
            int all = Integer.parseInt(parts.group(2));
            if (part >= 1 && part <= all) {
                return version -> hash(version) % all == part - 1;
            }
        }
        throw new IOException("shard '" + shard + "' is not one of several parts; write 1/8 for the first of eight");
    }

    /** Stable: all agents must agree, and so must runs of other versions of this plugin. */
    private static long hash(String version) {
        CRC32 crc = new CRC32();
        crc.update(version.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
