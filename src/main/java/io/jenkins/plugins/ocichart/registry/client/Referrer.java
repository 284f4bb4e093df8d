package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Descriptor;

/**
 * A manifest that is attached to another one, as the registry lists it.
 *
 * @param manifest the manifest
 * @param artifactType what it is, empty if the list doesn't say
 */
public record Referrer(Descriptor manifest, String artifactType) {}
