/**
 * Turns credentials of Jenkins into what a registry is shown, offers them in forms and masks them in logs. It connects to
 * nothing.
 */
package io.jenkins.plugins.ocichart.credentials;
