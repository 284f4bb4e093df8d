package io.jenkins.plugins.ocichart.operation;

/** What is told alike of a chart that was pushed and of one that was pulled; the two say what each means. */
public sealed interface TransferredChart permits PushedChart, PulledChart {
    /** The reference to the chart. */
    String ref();

    /** The registry's {@code host[:port]}. */
    String registry();

    /** The chart's repository. */
    String repository();

    /** The tag, null where there is none. */
    String tag();

    /** Digest of what the reference points to. */
    String digest();

    /** The chart's name. */
    String name();

    /** The chart's version. */
    String version();

    /** The chart's {@code appVersion}, empty where it has none. */
    String appVersion();

    /** Digest of the archive's bytes. */
    String chartDigest();

    /** Size of the archive in bytes. */
    long chartSize();

    /** Digest of the provenance file, null where there is none. */
    String provenanceDigest();

    /** The archive's file. */
    String file();

    /** MD5 of the archive's bytes, 32 hexadecimal digits. */
    String md5();
}
