/**
 * Private keys for cosign's signatures, with Bouncy Castle: on the controller only, since they must not travel. What is signed
 * with them is made in {@code signature.cosign}.
 */
package io.jenkins.plugins.ocichart.signature.key;
