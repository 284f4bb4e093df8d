package io.jenkins.plugins.ocichart.chart;

/** The media types of a chart in an OCI registry (Helm's HIP 6, the IANA registrations of CNCF Helm). */
public final class ChartMediaTypes {
    /** The config blob: Chart.yaml as JSON. */
    public static final String CONFIG = "application/vnd.cncf.helm.config.v1+json";

    /** The layer with the chart archive. */
    public static final String CONTENT = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    /** The layer with the provenance file. */
    public static final String PROVENANCE = "application/vnd.cncf.helm.chart.provenance.v1.prov";

    /** The layer with the chart archive as Helm 3.6 and older wrote it; still accepted on pull. */
    public static final String LEGACY_CONTENT = "application/tar+gzip";

    private ChartMediaTypes() {}
}
