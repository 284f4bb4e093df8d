/**
 * {@code helm dependency update} and {@code build}: what Chart.yaml declares in, a lock and the archives in {@code charts/}
 * out. Charts in registries are found as a pull finds them; this is the one verb that imports another one.
 */
package io.jenkins.plugins.ocichart.operation.dependency;
