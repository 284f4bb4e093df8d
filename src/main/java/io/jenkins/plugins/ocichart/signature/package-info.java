/**
 * What a verified signature of a chart says, in whatever form it was made. The rooms below read and make signatures: {@code
 * provenance} with OpenPGP, on the controller only, and {@code cosign}.
 */
package io.jenkins.plugins.ocichart.signature;
