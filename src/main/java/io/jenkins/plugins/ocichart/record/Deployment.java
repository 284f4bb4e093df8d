package io.jenkins.plugins.ocichart.record;

import hudson.model.Job;
import java.io.File;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A deployment as the page <i>Chart deployments</i> shows it. */
@ExportedBean(defaultVisibility = 2)
public final class Deployment {
    /** How administrators set the time zone of all pages. */
    private static final String ZONE = "org.apache.commons.jelly.tags.fmt.timeZone";

    private final DeploymentLog.Line line;
    private final JobName job;
    private final String since;

    Deployment(DeploymentLog.Line line, JobName job) {
        this(line, job, line.time());
    }

    private Deployment(DeploymentLog.Line line, JobName job, String since) {
        this.line = line;
        this.job = job;
        this.since = since;
    }

    /** A job's name, which may change later in the file; empty if the job is gone. */
    static final class JobName {
        private String name;

        JobName(String name) {
            this.name = name;
        }

        void set(String other) {
            name = other;
        }
    }

    /** Where it is: environment, namespace and release. */
    String place() {
        return line.environment() + "\n" + line.namespace() + "\n" + line.release();
    }

    /** The same deployment after another one at the same place: the same content has been there since then. */
    Deployment after(Deployment before) {
        boolean same = line.digest() != null && line.digest().equals(before.getDigest());
        return new Deployment(line, job, same ? before.since : line.time());
    }

    /** The line that it is stored as now. */
    DeploymentLog.Line line() {
        return new DeploymentLog.Line(
                line.time(),
                line.environment(),
                line.namespace(),
                line.release(),
                line.revision(),
                line.name(),
                line.version(),
                line.ref(),
                line.digest(),
                job.name,
                line.build(),
                null);
    }

    /** The environment's name. */
    @Exported
    public String getEnvironment() {
        return line.environment();
    }

    /** The release's namespace. */
    @Exported
    public String getNamespace() {
        return line.namespace();
    }

    /** The release's name. */
    @Exported
    public String getRelease() {
        return line.release();
    }

    /** The release's revision. */
    @Exported
    public int getRevision() {
        return line.revision();
    }

    /** The chart's name. */
    @Exported
    public String getName() {
        return line.name();
    }

    /** The chart's version. */
    @Exported
    public String getVersion() {
        return line.version();
    }

    /** Where the chart came from. */
    @Exported
    public String getRef() {
        return line.ref();
    }

    /** Digest of the chart's manifest, or of an archive that was in no registry; null for a folder. */
    @Exported
    public String getDigest() {
        return line.digest();
    }

    /** The full name of the job that has deployed it; empty if it is gone. */
    @Exported
    public String getJob() {
        return Objects.requireNonNullElse(job.name, "");
    }

    /** The number of the build that has deployed it. */
    @Exported
    public int getBuild() {
        return line.build();
    }

    /** When it was deployed: ISO 8601 in UTC. */
    @Exported
    public String getDeployedAt() {
        return line.time();
    }

    /** Since when this content is deployed there, even if it was deployed again: ISO 8601 in UTC. */
    @Exported
    public String getSince() {
        return since;
    }

    /** The build's address below the root of Jenkins; null if it is gone. */
    public String buildUrl() {
        Job<?, ?> readable = ChartDeployments.readable(getJob());
        return readable != null && new File(readable.getBuildDir(), Integer.toString(getBuild())).isDirectory()
                ? readable.getUrl() + getBuild() + "/"
                : null;
    }

    /**
     * {@link #getSince} for pages, as i:formatDate writes it in a hundred times the time, which many rows don't have.
     *
     * @param zone the viewer's time zone; null for that of Jenkins
     */
    public String sinceText(Locale locale, String zone) {
        return text(since, locale, zone);
    }

    /** {@link #getDeployedAt} for pages. */
    public String timeText(Locale locale, String zone) {
        return text(line.time(), locale, zone);
    }

    /** A time in ISO 8601, for pages. */
    static String text(String time, Locale locale, String zone) {
        String id = zone == null ? System.getProperty(ZONE) : zone;
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone((id == null ? TimeZone.getDefault() : TimeZone.getTimeZone(id)).toZoneId())
                .format(Instant.parse(time));
    }
}
