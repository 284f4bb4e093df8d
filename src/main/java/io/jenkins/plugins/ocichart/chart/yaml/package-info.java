/**
 * From YAML to Go's values and from these to Go's JSON, byte for byte as Helm does it, and the one-line exception for what
 * Helm refuses in a chart. The parser is SnakeYAML's; which fields a chart has never matters here.
 */
package io.jenkins.plugins.ocichart.chart.yaml;
