/**
 * Reading chart archives within limits, by commons-compress and with Helm's rules for names and sizes, and unpacking them.
 * What the files in an archive say never matters here.
 */
package io.jenkins.plugins.ocichart.chart.archive;
