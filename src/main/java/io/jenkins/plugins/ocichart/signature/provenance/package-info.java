/**
 * Helm's provenance files: a chart's digest in a text that is signed with OpenPGP (pkg/provenance). Runs on the controller
 * only, as Bouncy Castle does; agents send digests and texts.
 */
package io.jenkins.plugins.ocichart.signature.provenance;
