/**
 * Fields that steps, build steps and the system configuration share: their checks, choices and texts. A form never reads a
 * secret, a file or a registry.
 */
package io.jenkins.plugins.ocichart.form;
