package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * That a build of a job has pushed a chart: a line of the job's {@link ChartHistory}.
 *
 * @param build the number of the build, which may be deleted by now
 * @param started when the build started, in milliseconds of Unix time; unlike its number this tells builds apart after the
 *     numbers of a job have started again from 1
 * @param ref {@code registry/repository:tag}
 * @param repository {@code registry/repository}, which tells charts apart
 * @param digest digest of the manifest
 * @param name the chart's name
 * @param version the chart's version
 * @param pushed false if the registry had the tag already and nothing was uploaded
 * @param pushedAt when it was pushed, or found in the registry: ISO 8601 in UTC
 */
@ExportedBean(defaultVisibility = 2)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobPush(
        @Exported @JsonProperty(required = true) int build,
        long started,
        @Exported String ref,
        @Exported String repository,
        @Exported String digest,
        @Exported String name,
        @Exported String version,
        @Exported boolean pushed,
        @Exported String pushedAt) {
    public JobPush {
        Objects.requireNonNull(ref, "ref");
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(pushedAt, "pushedAt");
    }

    /** A push of a build that started at a time. */
    static JobPush of(int build, long started, RecordedPush chart) {
        return new JobPush(
                build,
                started,
                chart.ref,
                chart.registry + '/' + chart.repository,
                chart.digest,
                chart.name,
                chart.version,
                chart.pushed,
                chart.pushedAt);
    }

    /** When it was pushed, for pages. */
    public Date date() {
        return Date.from(Instant.parse(pushedAt));
    }

    boolean isSameAs(JobPush other) {
        return started == other.started && build == other.build && ref.equals(other.ref) && digest.equals(other.digest);
    }
}
