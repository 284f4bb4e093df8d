/**
 * Cosign's signatures of a manifest in both of their forms, made and judged with nothing but the JDK, so that agents can do it.
 * Where they are in a registry is decided in {@code operation}, and private keys are read in {@code signature.key}.
 */
package io.jenkins.plugins.ocichart.signature.cosign;
