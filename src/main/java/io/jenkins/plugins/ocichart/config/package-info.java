/**
 * The system configuration: registries, how to connect to each, and the test of an entry. Nothing of a single build or job
 * lives here.
 */
package io.jenkins.plugins.ocichart.config;
