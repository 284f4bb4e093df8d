package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Finds the newest version among a repository's tags, by Helm's rules (pkg/registry/client.go, Tags and GetTagMatching). */
final class VersionResolver {
    private static final Comparator<ChartVersion> NEWEST = ChartVersion.BY_BUILD;

    private static final int MOST_SHOWN = 5;

    private final VersionConstraint constraint;
    private ChartVersion best;
    private ChartVersion newest;
    private ChartVersion unlisted;

    private VersionResolver(VersionConstraint constraint) {
        this.constraint = constraint;
    }

    /**
     * The tag of the newest version that matches. Only tags that are complete SemVer 2 versions count, with {@code _} read
     * as {@code +}.
     *
     * @param range the versions that will do; null for any that is no pre-release
     */
    static String newestTag(Repository repository, Reference name, VersionConstraint range)
            throws IOException, InterruptedException {
        VersionResolver resolver = new VersionResolver(range == null ? VersionConstraint.parse("*") : range);
        repository.tags(tags -> {
            tags.forEach(resolver::consider);
            return true;
        });
        if (resolver.best == null) {
            throw new IOException(resolver.problem("oci://" + name.name(), range));
        }
        return Reference.toTag(resolver.best.text());
    }

    /**
     * All versions that match, the newest first.
     *
     * @param range as above
     */
    static List<String> versions(Repository repository, VersionConstraint range)
            throws IOException, InterruptedException {
        VersionConstraint wanted = range == null ? VersionConstraint.parse("*") : range;
        TreeSet<ChartVersion> found = new TreeSet<>(NEWEST.reversed());
        repository.tags(tags -> {
            tags.stream()
                    .flatMap(tag -> ChartVersion.listed(tag).stream())
                    .filter(wanted::matches)
                    .forEach(found::add);
            return true;
        });
        return found.stream().map(ChartVersion::text).toList();
    }

    /**
     * What a message says of the versions that there are; empty if they can't be listed or there are none.
     *
     * @param missing the tag that isn't there; one that differs from it by a {@code v} is named
     */
    static String available(Repository repository, String missing) throws InterruptedException {
        TreeSet<ChartVersion> newest = new TreeSet<>(NEWEST.reversed());
        String other = missing.startsWith("v") ? missing.substring(1) : "v" + missing;
        AtomicBoolean hasOther = new AtomicBoolean();
        try {
            repository.tags(tags -> {
                hasOther.compareAndSet(false, tags.contains(other));
                tags.stream().flatMap(tag -> ChartVersion.listed(tag).stream()).forEach(newest::add);
                while (newest.size() > MOST_SHOWN) {
                    newest.pollLast();
                }
                return true;
            });
        } catch (IOException e) {
            return ""; // what was asked for isn't there, whatever else is wrong
        }
        if (hasOther.get()) {
            return ". It has the tag " + other + ": ask for version " + other.replace('_', '+');
        }
        return newest.isEmpty()
                ? ""
                : ". Available: " + newest.stream().map(ChartVersion::text).collect(Collectors.joining(", "));
    }

    private void consider(String tag) {
        ChartVersion version = ChartVersion.listed(tag).orElse(null);
        if (version == null) {
            unlisted =
                    ChartVersion.ofTag(tag).map(loose -> max(unlisted, loose)).orElse(unlisted);
            return;
        }
        newest = max(newest, version);
        if (max(best, version) == version && constraint.matches(version)) {
            best = version;
        }
    }

    private static ChartVersion max(ChartVersion one, ChartVersion other) {
        return one == null || NEWEST.compare(other, one) > 0 ? other : one;
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
