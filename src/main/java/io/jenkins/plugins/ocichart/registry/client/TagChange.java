package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Manifest;
import java.io.IOException;
import java.util.Optional;

/** An addition to what a tag stands for. It is asked again if other clients change the tag meanwhile. */
@FunctionalInterface
public interface TagChange {
    /**
     * What the tag should stand for.
     *
     * @param current what it stands for now; empty if there is no such tag
     * @return a manifest whose blobs are in the repository; empty if nothing has to be changed
     */
    Optional<Manifest> of(Optional<Manifest> current) throws IOException, InterruptedException;
}
