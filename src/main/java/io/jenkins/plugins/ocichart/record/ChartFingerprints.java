package io.jenkins.plugins.ocichart.record;

import hudson.model.Fingerprint;
import hudson.model.Run;
import hudson.tasks.Fingerprinter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.Jenkins;

/**
 * Links builds that packaged or pushed a chart with those that pulled it. A chart has two fingerprints: the MD5 of its archive, which
 * Jenkins' own fingerprint step computes too, and the first half of its manifest's SHA-256, since the keys of Jenkins'
 * fingerprints have 32 digits.
 */
final class ChartFingerprints {
    private static final int KEY_LENGTH = 32;

    private ChartFingerprints() {}

    /**
     * Records the build in the fingerprints of a chart. The caller stores the build.
     *
     * @param maker the build that made the chart; null if it was made elsewhere, unless a build here is known to have made
     *     it
     */
    static void record(Run<?, ?> run, Run<?, ?> maker, RecordedChart chart) throws IOException {
        Map<String, String> keys = new LinkedHashMap<>();
        boolean own = chart.md5 != null;
        if (own) {
            keys.put(chart.file, chart.md5);
        }
        boolean inRegistry = chart.registry != null;
        if (inRegistry) {
            keys.put(chart.ref, key(chart.digest));
        }
        for (Map.Entry<String, String> key : keys.entrySet()) {
            Fingerprint fingerprint =
                    Jenkins.get().getFingerprintMap().getOrCreate(own ? maker : null, key.getKey(), key.getValue());
            fingerprint.addFor(run);
            if (inRegistry) {
                ChartFacet.addTo(fingerprint, chart);
            }
        }
        synchronized (run) {
            Fingerprinter.FingerprintAction action = run.getAction(Fingerprinter.FingerprintAction.class);
            if (action == null) {
                run.addAction(new Fingerprinter.FingerprintAction(run, keys));
            } else {
                action.add(keys);
            }
        }
    }

    private static String key(String digest) {
        return digest.substring(digest.indexOf(':') + 1).substring(0, KEY_LENGTH);
    }
}
