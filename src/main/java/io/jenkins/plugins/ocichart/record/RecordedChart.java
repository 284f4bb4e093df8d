package io.jenkins.plugins.ocichart.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A chart as a build keeps it: plain values that XStream and the REST API can read. Not a record, since XStream can't
 * read those back. What is stored of the two kinds is told by the fields' names, so these must stay.
 */
@ExportedBean(defaultVisibility = 2)
public abstract class RecordedChart {
    private final String ref;
    private final String registry;
    private final String repository;
    private final String tag;
    private final String digest;
    private final String name;
    private final String version;
    private final String appVersion;
    private final String chartDigest;
    private final long chartSize;
    private final String provenanceDigest;
    private final String file;
    private final String md5;

    RecordedChart(Values values) {
        this.ref = values.ref();
        this.registry = values.registry();
        this.repository = values.repository();
        this.tag = values.tag();
        this.digest = values.digest();
        this.name = values.name();
        this.version = values.version();
        this.appVersion = values.appVersion();
        this.chartDigest = values.chartDigest();
        this.chartSize = values.chartSize();
        this.provenanceDigest = values.provenanceDigest();
        this.file = values.file();
        this.md5 = values.md5();
    }

    /** What both kinds are made of, on the way into the constructor. */
    record Values(
            String ref,
            String registry,
            String repository,
            String tag,
            String digest,
            String name,
            String version,
            String appVersion,
            String chartDigest,
            long chartSize,
            String provenanceDigest,
            String file,
            String md5) {}

    /** {@code registry/repository:tag}, or {@code registry/repository@digest} where a digest alone was pulled. */
    @Exported
    public String getRef() {
        return ref;
    }

    /** The registry's {@code host[:port]}. */
    @Exported
    public String getRegistry() {
        return registry;
    }

    /** The repository, whose last segment is the chart's name. */
    @Exported
    public String getRepository() {
        return repository;
    }

    /** The tag, null where a digest alone was pulled. */
    @Exported
    public String getTag() {
        return tag;
    }

    /** Digest of the manifest. */
    @Exported
    public String getDigest() {
        return digest;
    }

    /** The chart's name. */
    @Exported
    public String getName() {
        return name;
    }

    /** The chart's version. */
    @Exported
    public String getVersion() {
        return version;
    }

    /** The chart's {@code appVersion}, empty where it has none. */
    @Exported
    public String getAppVersion() {
        return appVersion;
    }

    /** Digest of the archive. */
    @Exported
    public String getChartDigest() {
        return chartDigest;
    }

    /** Size of the archive in bytes. */
    @Exported
    public long getChartSize() {
        return chartSize;
    }

    /** Digest of the provenance file, null where there is none. */
    @Exported
    public String getProvenanceDigest() {
        return provenanceDigest;
    }

    /** The archive's path in the workspace. */
    public String getFile() {
        return file;
    }

    /** MD5 of the archive, the key of its Jenkins fingerprint. */
    public String getMd5() {
        return md5;
    }

    /** When the build was done with the chart, ISO 8601 in UTC. */
    public abstract String getTime();

    /** The same, for pages. */
    public Date date() {
        return Date.from(Instant.parse(getTime()));
    }

    /** Whether both are the same content under the same reference. */
    boolean isSameAs(RecordedChart other) {
        return ref.equals(other.ref) && digest.equals(other.digest);
    }

    /** A time as it is stored. */
    static String stored(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
