/**
 * The client of one registry: its endpoints for manifests, blobs and tags, behind {@code RegistryClient}. What a chart
 * is never matters here, nor where a login comes from.
 */
package io.jenkins.plugins.ocichart.registry.client;
