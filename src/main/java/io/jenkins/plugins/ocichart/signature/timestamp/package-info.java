/**
 * Time stamps of signatures (RFC 3161), with Bouncy Castle: on the controller only. Which bytes are stamped is decided in
 * {@code signature.cosign}.
 */
package io.jenkins.plugins.ocichart.signature.timestamp;
