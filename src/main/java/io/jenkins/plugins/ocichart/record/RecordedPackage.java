package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.packaging.PackagedChart;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;

/**
 * A chart that a build has packaged, as it is kept with the build. It is in no registry: its reference is the archive's path,
 * its digest the archive's.
 */
public final class RecordedPackage extends RecordedChart {
    /** When it was packaged: ISO 8601 in UTC. */
    @Exported
    public final String packagedAt;

    RecordedPackage(PackagedChart chart, Instant packagedAt) {
        super(
                new RegistryChart(
                        chart.path(),
                        null,
                        null,
                        null,
                        chart.digest(),
                        chart.name(),
                        chart.version(),
                        chart.appVersion(),
                        chart.digest(),
                        chart.size(),
                        chart.provenanceDigest()),
                chart.path(),
                chart.md5());
        this.packagedAt = stored(packagedAt);
    }

    @Override
    public String getTime() {
        return packagedAt;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("version", version);
        map.put("appVersion", appVersion);
        map.put("path", file);
        map.put("digest", digest);
        map.put("size", chartSize);
        map.put("provenancePath", provenanceDigest == null ? null : file + ".prov");
        return map;
    }
}
