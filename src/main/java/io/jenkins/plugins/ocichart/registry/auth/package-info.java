/**
 * Challenges, scopes and tokens: which {@code Authorization} a request carries. Where a login comes from and what a
 * request is answered with are never decided here.
 */
package io.jenkins.plugins.ocichart.registry.auth;
