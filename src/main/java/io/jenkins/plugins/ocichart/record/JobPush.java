package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** That a build of a job has pushed a chart: a line of the job's {@link ChartHistory}. */
@ExportedBean(defaultVisibility = 2)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class JobPush {
    private final int build;
    private final long started;
    private final String ref;
    private final String repository;
    private final String digest;
    private final String name;
    private final String version;
    private final boolean pushed;
    private final String pushedAt;

    @JsonCreator
    JobPush(
            @JsonProperty(value = "build", required = true) int build,
            @JsonProperty("started") long started,
            @JsonProperty(value = "ref", required = true) String ref,
            @JsonProperty(value = "repository", required = true) String repository,
            @JsonProperty(value = "digest", required = true) String digest,
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty(value = "version", required = true) String version,
            @JsonProperty("pushed") boolean pushed,
            @JsonProperty(value = "pushedAt", required = true) String pushedAt) {
        this.build = build;
        this.started = started;
        this.ref = Objects.requireNonNull(ref, "ref");
        this.repository = Objects.requireNonNull(repository, "repository");
        this.digest = Objects.requireNonNull(digest, "digest");
        this.name = Objects.requireNonNull(name, "name");
        this.version = Objects.requireNonNull(version, "version");
        this.pushed = pushed;
        this.pushedAt = Objects.requireNonNull(pushedAt, "pushedAt");
    }

    /**
     * A push of a build.
     *
     * @param started when the build started, in milliseconds of Unix time
     */
    static JobPush of(int build, long started, RecordedPush chart) {
        return new JobPush(
                build,
                started,
                chart.getRef(),
                chart.getRegistry() + '/' + chart.getRepository(),
                chart.getDigest(),
                chart.getName(),
                chart.getVersion(),
                chart.isPushed(),
                chart.getPushedAt());
    }

    /** The number of the build, which may be deleted by now. */
    @Exported
    @JsonProperty
    public int getBuild() {
        return build;
    }

    /**
     * When the build started, in milliseconds of Unix time. Unlike its number this tells builds apart after the numbers of a
     * job have started again from 1.
     */
    @JsonProperty
    long getStarted() {
        return started;
    }

    /** {@code registry/repository:tag}. */
    @Exported
    @JsonProperty
    public String getRef() {
        return ref;
    }

    /** {@code registry/repository}, which tells charts apart. */
    @Exported
    @JsonProperty
    public String getRepository() {
        return repository;
    }

    /** Digest of the manifest. */
    @Exported
    @JsonProperty
    public String getDigest() {
        return digest;
    }

    /** The chart's name. */
    @Exported
    @JsonProperty
    public String getName() {
        return name;
    }

    /** The chart's version. */
    @Exported
    @JsonProperty
    public String getVersion() {
        return version;
    }

    /** False if the registry had the tag already and nothing was uploaded. */
    @Exported
    @JsonProperty
    public boolean isPushed() {
        return pushed;
    }

    /** When it was pushed, or found in the registry: ISO 8601 in UTC. */
    @Exported
    @JsonProperty
    public String getPushedAt() {
        return pushedAt;
    }

    /** The same, for pages. */
    public Date date() {
        return Date.from(Instant.parse(pushedAt));
    }

    boolean isSameAs(JobPush other) {
        return started == other.started && build == other.build && ref.equals(other.ref) && digest.equals(other.digest);
    }
}
