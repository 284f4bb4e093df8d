/**
 * Classic chart repositories: an {@code index.yaml} and archives behind http or https, as {@code helm repo} knows them. What
 * a chart depends on is never decided here.
 */
package io.jenkins.plugins.ocichart.repository;
