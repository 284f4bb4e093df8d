/**
 * Logins of cloud providers, exchanged for what their registries take. No further provider joins, and nothing is sent
 * for a registry that is none of theirs.
 */
package io.jenkins.plugins.ocichart.provider;
