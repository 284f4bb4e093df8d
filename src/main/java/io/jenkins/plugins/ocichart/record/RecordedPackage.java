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
    private final String packagedAt;

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

    /** When it was packaged: ISO 8601 in UTC. */
    @Exported
    public String getPackagedAt() {
        return packagedAt;
    }

    @Override
    public String getTime() {
        return packagedAt;
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", getName());
        map.put("version", getVersion());
        map.put("appVersion", getAppVersion());
        map.put("path", getFile());
        map.put("digest", getDigest());
        map.put("size", getChartSize());
        map.put("provenancePath", getProvenanceDigest() == null ? null : getFile() + ".prov");
        return map;
    }
}
