package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.PushedChart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** One chart that a build has pushed, as it is kept with the build. Not a record: XStream can't read those back. */
public final class PublishedChart {
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
    private final boolean pushed;
    private final String pushedAt;
    private final String file;
    private final String md5;

    /** A chart that was pushed, or found in the registry, at some time. */
    public PublishedChart(PushedChart chart, Instant pushedAt) {
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
        this.pushed = chart.pushed();
        this.pushedAt = pushedAt.truncatedTo(ChronoUnit.SECONDS).toString();
        this.file = chart.file();
        this.md5 = chart.md5();
    }

    /** {@code registry/repository:tag}. */
    public String getRef() {
        return ref;
    }

    /** Digest of the manifest. */
    public String getDigest() {
        return digest;
    }

    /** The archive's path in the workspace. */
    public String getFile() {
        return file;
    }

    /** MD5 of the archive, the key of its Jenkins fingerprint. */
    public String getMd5() {
        return md5;
    }

    /** Whether both are the same content under the same reference. */
    boolean isSameAs(PublishedChart other) {
        return ref.equals(other.ref) && digest.equals(other.digest);
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
        map.put("pushed", pushed);
        return map;
    }

    /** The fields of an entry in the artifact: the same and when the chart was pushed, ISO 8601 in UTC. */
    Map<String, Object> toArtifactEntry() {
        Map<String, Object> map = toMap();
        map.put("pushedAt", pushedAt);
        return map;
    }
}
