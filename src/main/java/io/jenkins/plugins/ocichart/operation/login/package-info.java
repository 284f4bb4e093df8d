/**
 * {@code helm registry login}: checks a login and writes the file that other tools read.
 * Finding logins belongs to {@code registry.logins} and {@code provider}, and no other verb is imported here.
 */
package io.jenkins.plugins.ocichart.operation.login;
