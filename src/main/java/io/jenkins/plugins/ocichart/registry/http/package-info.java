/**
 * The transport: one request and its answer, with retries, redirects, proxies, TLS and time limits. Nothing here knows
 * what a request is for, and no other room opens a connection to a registry.
 */
package io.jenkins.plugins.ocichart.registry.http;
