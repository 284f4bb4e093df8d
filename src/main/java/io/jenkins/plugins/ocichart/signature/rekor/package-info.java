/**
 * Entries of a Rekor transparency log (version 1): what an entry says, and whether its log has really taken it in. Pure
 * computation on the JDK; fetching them is the matter of an operation.
 */
package io.jenkins.plugins.ocichart.signature.rekor;
