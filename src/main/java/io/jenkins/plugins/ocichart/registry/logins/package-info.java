/**
 * The logins that Helm, Docker and Podman keep on a machine: their files and credential helpers. Nothing is sent to a
 * registry here.
 */
package io.jenkins.plugins.ocichart.registry.logins;
