/**
 * Versions and constraints by the rules of Masterminds' semver, which Helm uses. Tags, registries and what a chart says of
 * its version never live here.
 */
package io.jenkins.plugins.ocichart.chart.version;
