package io.jenkins.plugins.ocichart.operation.push;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Pushes chart archives, as {@code helm push} does: all of them are read before the first is sent, and one that fails
 * doesn't stop the others.
 *
 * @param chart path, Ant pattern or list of them, of chart archives, relative to the directory that the
 *     push runs in
 * @param remote {@code oci://host[:port]/namespace}, with neither the chart's name nor a tag
 * @param ifExists what to do if the tag exists with another digest
 * @param parallelism how many charts are in flight at once, at least 1
 * @param access how to reach the registry
 * @param known archives that are in repositories of this registry, the newest first
 */
public record Push(
        String chart,
        String remote,
        IfExists ifExists,
        int parallelism,
        RegistryAccess access,
        List<KnownArchive> known)
        implements Operation<PushResult> {
    public Push {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(ifExists, "ifExists");
        Objects.requireNonNull(access, "access");
        known = List.copyOf(known);
    }

    /** A push that knows of nothing in the registry. */
    public Push(String chart, String remote, IfExists ifExists, int parallelism, RegistryAccess access) {
        this(chart, remote, ifExists, parallelism, access, List.of());
    }

    /**
     * Checks a {@code remote} as far as that can be done without a registry.
     *
     * @throws IOException the line that a push would fail with
     */
    public static void checkRemote(String remote) throws IOException {
        PushRemote.parse(remote);
    }

    @Override
    public PushResult run(Path directory, Progress progress) throws IOException, InterruptedException {
        return ChartPush.run(directory, this, progress);
    }

    /** Another repository of the registry that is known to hold an archive; empty if there is none. */
    Optional<String> otherRepositoryOf(Digest archive, String repository) {
        return known.stream()
                .filter(one -> archive.toString().equals(one.chartDigest()))
                .map(KnownArchive::repository)
                .filter(other -> Reference.isRepository(other) && !other.equals(repository))
                .findFirst();
    }
}
