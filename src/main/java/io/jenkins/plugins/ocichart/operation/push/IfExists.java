package io.jenkins.plugins.ocichart.operation.push;

import java.util.Arrays;
import java.util.Optional;

/** What a push does if the chart's tag exists already with another chart. */
public enum IfExists {
    /** Moves the tag to the new manifest, as {@code helm push} does. */
    OVERWRITE,
    /** Leaves the registry as it is and reports what is there. */
    SKIP,
    /** Fails that chart. */
    FAIL;

    /** The constant that is written like this, in any case. */
    public static Optional<IfExists> of(String text) {
        return Arrays.stream(values())
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst();
    }
}
