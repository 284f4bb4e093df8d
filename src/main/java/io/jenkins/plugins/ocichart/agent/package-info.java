/**
 * Runs operations on the agent that has the files: one callable, one call, failures as one line, secrets masked. What an
 * operation does is never decided here.
 */
package io.jenkins.plugins.ocichart.agent;
