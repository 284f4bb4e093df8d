package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;

/**
 * A chart that a build has deployed, as it is kept with the build. For a chart that was no registry's, reference and digest are
 * the archive's path and SHA-256; a folder has no digest.
 */
public final class RecordedDeployment extends RecordedChart {
    /** The name of the environment. */
    @Exported
    public final String environment;

    /** The cluster's API server, null if it isn't known. */
    @Exported
    public final String cluster;

    /** The release's namespace. */
    @Exported
    public final String namespace;

    /** The release's name. */
    @Exported
    public final String release;

    /** The release's revision. */
    @Exported
    public final int revision;

    /** The release's status, in Helm's words. */
    @Exported
    public final String status;

    /** When it was deployed: ISO 8601 in UTC. */
    @Exported
    public final String deployedAt;

    /**
     * A deployment that has succeeded.
     *
     * @param cluster the API server's {@code host[:port]}; null if it isn't known
     */
    public RecordedDeployment(
            PulledChart chart,
            String environment,
            String cluster,
            String namespace,
            String release,
            int revision,
            String status,
            Instant deployedAt) {
        super(chart.chart(), chart.file(), chart.md5(), chart.verification());
        this.environment = environment;
        this.cluster = cluster;
        this.namespace = namespace;
        this.release = release;
        this.revision = revision;
        this.status = status;
        this.deployedAt = stored(deployedAt);
    }

    /** {@link #deployedAt} for pages; see {@link Deployment#timeText}. */
    public String timeText(Locale locale, String zone) {
        return Deployment.text(deployedAt, locale, zone);
    }

    @Override
    public String getTime() {
        return deployedAt;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("release", release);
        map.put("namespace", namespace);
        map.put("revision", revision);
        map.put("status", status);
        map.put("ref", ref);
        map.put("digest", digest);
        map.put("environment", environment);
        return map;
    }

    /** Each revision is deployed once. */
    @Override
    boolean isSameAs(RecordedChart other) {
        return other instanceof RecordedDeployment deployment
                && environment.equals(deployment.environment)
                && namespace.equals(deployment.namespace)
                && release.equals(deployment.release)
                && revision == deployment.revision;
    }
}
