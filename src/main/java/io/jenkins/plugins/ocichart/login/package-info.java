/**
 * What a build is logged in to: login blocks, build environments, plain logins, and where login files lie. Only ids of
 * credentials are kept; checking a login is the business of {@code tasks}.
 */
package io.jenkins.plugins.ocichart.login;
