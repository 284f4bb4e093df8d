/**
 * The values of the OCI distribution protocol that all rooms share: references, digests, manifests, credentials, how a
 * registry is reached, and what it may fail with. No connection is opened and no file is read for a login here.
 */
package io.jenkins.plugins.ocichart.registry;
