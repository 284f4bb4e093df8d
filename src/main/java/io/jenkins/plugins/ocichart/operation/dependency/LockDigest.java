package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.yaml.GoJson;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The digests in locks (Helm's {@code internal/resolver/resolver.go}, HashReq and HashV2Req). */
final class LockDigest {
    private LockDigest() {}

    /**
     * What a lock must have to fit the declared dependencies.
     *
     * @param declared with addresses in the place of names; null if there is no list
     * @param locked null if the lock has no list
     */
    static String of(List<Dependency> declared, List<Dependency> locked) {
        return digest(Arrays.asList(json(declared), json(locked)));
    }

    /** What a lock of Helm 2 has. */
    static String ofHelm2(List<Dependency> declared) {
        return digest(Map.of("dependencies", Dependency.json(declared)));
    }

    private static List<Object> json(List<Dependency> dependencies) {
        return dependencies == null ? null : Dependency.json(dependencies);
    }

    private static String digest(Object json) {
        return "sha256:"
                + HexFormat.of().formatHex(ChartArchive.digest("SHA-256").digest(GoJson.bytes(json)));
    }
}
