package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.signature.ChartSignature;
import java.util.Map;
import java.util.TreeMap;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A verified signature of a chart, as it is kept with a build; the fields' names are part of what is stored. */
@ExportedBean(defaultVisibility = 2)
public final class RecordedSignature {
    private final String form;
    private final String key;
    private final String identity;
    private final String issuer;
    private final String time;
    private final TreeMap<String, String> annotations;

    RecordedSignature(ChartSignature signature) {
        this.form = signature.form();
        this.key = signature.key();
        this.identity = signature.identity();
        this.issuer = signature.issuer();
        this.time = signature.time() == null ? null : RecordedChart.stored(signature.time());
        this.annotations = new TreeMap<>(signature.annotations());
    }

    /** {@code provenance}, {@code rekor}, {@code bundle} or {@code tag}. */
    @Exported
    public String getForm() {
        return form;
    }

    /** The fingerprint of the key; null if a certificate stands for it. */
    @Exported
    public String getKey() {
        return key;
    }

    /** Whom the certificate names; null without one. */
    @Exported
    public String getIdentity() {
        return identity;
    }

    /** Who vouched for the identity; null without one. */
    @Exported
    public String getIssuer() {
        return issuer;
    }

    /** When the signature was made, ISO 8601 in UTC; null if it doesn't say. */
    @Exported
    public String getTime() {
        return time;
    }

    /** What was signed beside the chart; where an entry of a log is. */
    @Exported
    public Map<String, String> getAnnotations() {
        return annotations;
    }
}
