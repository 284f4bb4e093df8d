package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import java.io.IOException;

/** What results say of a chart besides its digests; {@code appVersion} is empty if it has none. */
public record ChartFacts(String name, String version, String appVersion) {
    /** Chart.yaml has 5 MiB at most, and JSON can say it in a few times that. */
    private static final int LARGEST_CONFIG = 32 << 20;

    private static final String ANNOTATION = "org.opencontainers.image.";

    /** The facts of a chart whose archive was read. */
    public static ChartFacts of(ChartMetadata metadata) {
        return new ChartFacts(metadata.name(), metadata.version(), metadata.appVersion());
    }

    /** The facts in a manifest's config; Helm's annotations of the manifest have name and version, too. One GET request. */
    public static ChartFacts of(Repository repository, Manifest chart) throws IOException, InterruptedException {
        JsonValue config = JsonValue.parse(repository.blob(chart.config().orElseThrow(), LARGEST_CONFIG));
        String path = repository.toString();
        String title =
                chart.annotations().getOrDefault(ANNOTATION + "title", path.substring(path.lastIndexOf('/') + 1));
        return new ChartFacts(
                config.member("name").asString(title),
                config.member("version").asString(chart.annotations().getOrDefault(ANNOTATION + "version", "")),
                config.member("appVersion").asString(""));
    }

    /** The name that Helm gives the archive when it packages the chart. */
    public String archiveName() {
        return name + "-" + version + ".tgz";
    }
}
