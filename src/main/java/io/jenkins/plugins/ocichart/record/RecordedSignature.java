package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.signature.ChartSignature;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A verified signature of a chart, as it is kept with a build; the fields' names are part of what is stored. */
@ExportedBean(defaultVisibility = 2)
public final class RecordedSignature {
    /** {@code provenance}, {@code rekor}, {@code bundle} or {@code tag}. */
    @Exported
    public final String form;

    /** The fingerprint of the key; null if a certificate stands for it. */
    @Exported
    public final String key;

    /** Whom the certificate names; null without one. */
    @Exported
    public final String identity;

    /** Who vouched for the identity; null without one. */
    @Exported
    public final String issuer;

    /** When the signature was made, ISO 8601 in UTC; null if it doesn't say. */
    @Exported
    public final String time;

    private final TreeMap<String, String> annotations;

    RecordedSignature(ChartSignature signature) {
        this.form = signature.form();
        this.key = signature.key();
        this.identity = signature.identity();
        this.issuer = signature.issuer();
        this.time = signature.time() == null ? null : RecordedChart.stored(signature.time());
        this.annotations = new TreeMap<>(signature.annotations());
    }

    /** What was signed beside the chart; where an entry of a log is. */
    @Exported
    public Map<String, String> getAnnotations() {
        return annotations;
    }
}
