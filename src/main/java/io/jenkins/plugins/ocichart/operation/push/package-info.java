/**
 * {@code helm push}: chart archives in, what is in the registry afterwards out, with the same bytes and digests as Helm's.
 * How a blob travels belongs to {@code registry.client}, and no other verb of {@code operation} is imported here.
 */
package io.jenkins.plugins.ocichart.operation.push;
