/**
 * A chart's own files and what they must say: Chart.yaml and its fields, requirements, locks, media types, and the archive
 * that holds them. What reads YAML, tar or a version's text in general never lives here, nor anything that knows a
 * registry or Jenkins.
 */
package io.jenkins.plugins.ocichart.chart;
