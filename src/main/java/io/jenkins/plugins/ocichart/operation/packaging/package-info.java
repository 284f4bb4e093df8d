/**
 * {@code helm package}: chart folders in, archives out. Which files belong to a chart and how an archive is written is
 * decided in {@code chart.folder}, and no other verb of {@code operation} is imported here.
 */
package io.jenkins.plugins.ocichart.operation.packaging;
