/**
 * What a build is logged in to: login blocks, build environments, plain logins, and the places of login files. Only ids of
 * credentials are kept; {@code tasks} checks the logins.
 */
package io.jenkins.plugins.ocichart.login;
