package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A chart as a build keeps it: plain values that XStream and the REST API can read. Not a record, since XStream can't
 * read those back. The fields' names are part of what is stored, so they must stay.
 */
@ExportedBean(defaultVisibility = 2)
public abstract class RecordedChart {
    /** {@code registry/repository:tag}, or {@code registry/repository@digest} if only a digest was pulled. */
    @Exported
    public final String ref;

    /** The registry's {@code host[:port]}, null for a chart that is in none. */
    @Exported
    public final String registry;

    /** The repository, whose last segment is the chart's name. */
    @Exported
    public final String repository;

    /** The tag, null if only a digest was pulled. */
    @Exported
    public final String tag;

    /** Digest of the manifest. */
    @Exported
    public final String digest;

    /** The chart's name. */
    @Exported
    public final String name;

    /** The chart's version. */
    @Exported
    public final String version;

    /** The chart's {@code appVersion}, empty if it has none. */
    @Exported
    public final String appVersion;

    /** Digest of the archive. */
    @Exported
    public final String chartDigest;

    /** Size of the archive in bytes. */
    @Exported
    public final long chartSize;

    /** Digest of the provenance file, null if there is none. */
    @Exported
    public final String provenanceDigest;

    /** The archive's path in the workspace; null if a push left another archive in the registry. */
    public final String file;

    /** MD5 of the archive, the key of its Jenkins fingerprint; null like the path. */
    public final String md5;

    private final ArrayList<String> signedBy;
    private final ArrayList<RecordedSignature> signatures;

    RecordedChart(RegistryChart chart, String file, String md5) {
        this(chart, file, md5, Verification.NONE);
    }

    RecordedChart(RegistryChart chart, String file, String md5, Verification verification) {
        this.ref = chart.ref();
        this.registry = chart.registry();
        this.repository = chart.repository();
        this.tag = chart.tag();
        this.digest = chart.digest();
        this.name = chart.name();
        this.version = chart.version();
        this.appVersion = chart.appVersion();
        this.chartDigest = chart.chartDigest();
        this.chartSize = chart.chartSize();
        this.provenanceDigest = chart.provenanceDigest();
        this.file = file;
        this.md5 = md5;
        this.signedBy = new ArrayList<>(verification.signedBy());
        this.signatures = new ArrayList<>(
                verification.signatures().stream().map(RecordedSignature::new).toList());
    }

    /** Who has signed it, as far as that was verified. */
    @Exported
    public List<String> getSignedBy() {
        return signedBy == null ? List.of() : signedBy; // null in builds of older versions
    }

    /** The same as a text. */
    public String signers() {
        return String.join(", ", getSignedBy());
    }

    /** The signatures that were verified. */
    @Exported(inline = true)
    public List<RecordedSignature> getSignatures() {
        return signatures == null ? List.of() : signatures;
    }

    /** When it happened, ISO 8601 in UTC. */
    public abstract String getTime();

    /** The same, for pages. */
    public Date date() {
        return Date.from(Instant.parse(getTime()));
    }

    /** The fields that a script gets, in the order of the documentation; plain values that the sandbox lets it read. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ref", ref);
        map.put("registry", registry);
        map.put("repository", repository);
        map.put("tag", tag);
        map.put("digest", digest);
        map.put("name", name);
        map.put("version", version);
        map.put("appVersion", appVersion);
        map.put("chartDigest", chartDigest);
        map.put("chartSize", chartSize);
        map.put("provenanceDigest", provenanceDigest);
        return map;
    }

    /** Whether both are the same event with the same content and signers under the same reference. */
    boolean isSameAs(RecordedChart other) {
        return getClass() == other.getClass()
                && ref.equals(other.ref)
                && digest.equals(other.digest)
                && getSignedBy().equals(other.getSignedBy());
    }

    /** A time as it is stored. */
    static String stored(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
