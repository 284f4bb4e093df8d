/**
 * Chart folders: which of their files belong to the chart, as Helm decides it, and the archive that is made of them. What a
 * chart's files must say is decided in {@code chart}, and nothing here knows a registry or Jenkins.
 */
package io.jenkins.plugins.ocichart.chart.folder;
