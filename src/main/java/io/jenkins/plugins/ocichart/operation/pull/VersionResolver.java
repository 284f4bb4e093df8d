package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Finds the newest version among a repository's tags, by Helm's rules (pkg/registry/client.go, Tags and GetTagMatching). */
final class VersionResolver {
    private static final Comparator<ChartVersion> NEWEST_FIRST = ChartVersion.BY_BUILD.reversed();

    private static final int MOST_SHOWN = 5;

    private final TreeSet<ChartVersion> matching = new TreeSet<>(NEWEST_FIRST);
    private ChartVersion newest;
    private ChartVersion unlisted;
    private boolean hasTag;

    /**
     * Reads all tags. Only those that are complete SemVer 2 versions count, with {@code _} read as {@code +}.
     *
     * @param wanted the versions that match
     * @param limit how many of these are kept, the newest
     * @param tag a tag to look for, or null
     */
    private VersionResolver(Repository repository, Predicate<ChartVersion> wanted, int limit, String tag)
            throws IOException, InterruptedException {
        repository.tags(tags -> {
            hasTag |= tag != null && tags.contains(tag);
            for (String one : tags) {
                ChartVersion.listed(one)
                        .ifPresentOrElse(
                                version -> consider(version, wanted, limit),
                                () -> unlisted = ChartVersion.ofTag(one)
                                        .map(version -> max(unlisted, version))
                                        .orElse(unlisted));
            }
            return true;
        });
    }

    private void consider(ChartVersion version, Predicate<ChartVersion> wanted, int limit) {
        newest = max(newest, version);
        if (matching.size() >= limit && NEWEST_FIRST.compare(version, matching.last()) >= 0 || !wanted.test(version)) {
            return;
        }
        matching.add(version);
        if (matching.size() > limit) {
            matching.pollLast();
        }
    }

    private static ChartVersion max(ChartVersion one, ChartVersion other) {
        return one == null || NEWEST_FIRST.compare(other, one) < 0 ? other : one;
    }

    /**
     * The tag of the newest version that matches.
     *
     * @param range the versions that will do; null for any that is no pre-release
     */
    static String newestTag(Repository repository, Reference name, VersionConstraint range)
            throws IOException, InterruptedException {
        VersionResolver found = new VersionResolver(repository, orStable(range)::matches, 1, null);
        if (found.matching.isEmpty()) {
            throw new IOException(found.problem("oci://" + name.name(), range));
        }
        return Reference.toTag(found.matching.first().text());
    }

    /**
     * The versions that match, the newest first.
     *
     * @param range as above
     * @param limit how many at most
     */
    static List<String> versions(Repository repository, VersionConstraint range, int limit)
            throws IOException, InterruptedException {
        return texts(new VersionResolver(repository, orStable(range)::matches, limit, null).matching);
    }

    /**
     * What a message says of the versions that there are; empty if they can't be listed or there are none.
     *
     * @param missing the tag that isn't there; one that differs from it by a {@code v} is named
     */
    static String available(Repository repository, String missing) throws InterruptedException {
        String other = missing.startsWith("v") ? missing.substring(1) : "v" + missing;
        try {
            VersionResolver found = new VersionResolver(repository, version -> true, MOST_SHOWN, other);
            if (found.hasTag) {
                return ". It has the tag " + other + ": ask for version " + other.replace('_', '+');
            }
            return found.matching.isEmpty() ? "" : ". Available: " + String.join(", ", texts(found.matching));
        } catch (IOException e) {
            return ""; // what was asked for isn't there, whatever else is wrong
        }
    }

    private static VersionConstraint orStable(VersionConstraint range) throws IOException {
        return range == null ? VersionConstraint.parse("*") : range;
    }

    private static List<String> texts(Collection<ChartVersion> versions) {
        return versions.stream().map(ChartVersion::text).toList();
    }

    private String problem(String name, VersionConstraint range) {
        if (newest == null) {
            return name + " has no tag that is a version such as 1.2.3; name the tag to pull"
                    + (unlisted == null ? "" : ", " + unlisted + " for example");
        }
        return range == null
                ? name + " has only pre-releases (the newest is " + newest + "); set devel or name a version"
                : name + " has no version that matches '" + range + "' (the newest is " + newest + ")";
    }
}
