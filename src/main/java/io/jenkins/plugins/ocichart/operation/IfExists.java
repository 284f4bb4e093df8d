package io.jenkins.plugins.ocichart.operation;

/** What a push does where the chart's tag exists already with another digest. */
public enum IfExists {
    /** Moves the tag to the new manifest, as {@code helm push} does. */
    OVERWRITE,
    /** Leaves the registry as it is and reports what is there. */
    SKIP,
    /** Fails that chart. */
    FAIL
}
