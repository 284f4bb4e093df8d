package io.jenkins.plugins.ocichart.operation.pull;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lists the versions of a chart that Helm would see: the tags that are complete SemVer 2 versions, with {@code _} read as
 * {@code +}, the newest first.
 *
 * @param chart {@code oci://host[:port]/namespace/name}, without a tag or digest
 * @param version a range that the versions have to match, null or empty for all
 * @param devel whether pre-releases are listed if no range is given
 * @param limit how many versions at most, 0 for all
 * @param access how to reach the registry
 */
public record Versions(String chart, String version, boolean devel, int limit, RegistryAccess access)
        implements Operation<List<String>> {
    public Versions {
        Objects.requireNonNull(chart, "chart");
        Objects.requireNonNull(access, "access");
    }

    /**
     * Whether a version could be listed, whether it is in the registry or not.
     *
     * @param range as {@code version} above
     * @param devel as above
     */
    public static boolean matches(String version, String range, boolean devel) throws IOException {
        VersionConstraint wanted = PullTarget.range(range).orElse(VersionConstraint.parse(devel ? ">0.0.0-0" : "*"));
        return ChartVersion.listed(version).filter(wanted::matches).isPresent();
    }

    @Override
    public List<String> run(Path directory, Progress progress) throws IOException, InterruptedException {
        PullTarget target = PullTarget.of(chart, null, devel);
        if (target.tag() != null || target.digest() != null) {
            throw new IOException("chart '" + chart + "' names one version; write oci://HOST[:PORT]/NAMESPACE/NAME");
        }
        if (limit < 0) {
            throw new IOException("limit is " + limit + ", but must be 0 for all versions or more");
        }
        Path base = directory.toAbsolutePath().normalize();
        try (RegistryClient client =
                access.open(base, target.name().registry(), target.name().repository())) {
            List<String> versions = VersionResolver.versions(
                    client.repository(target.name().repository()),
                    PullTarget.range(version).orElse(target.range()),
                    limit == 0 ? Integer.MAX_VALUE : limit);
            new Console(progress).warnings(target.name().registry(), client);
            return new ArrayList<>(versions);
        }
    }
}
