/**
 * A Rekor transparency log (version 1), asked and added to as the plugin helm-sigstore does. What it answers is judged on the
 * controller.
 */
package io.jenkins.plugins.ocichart.operation.sigstore;
