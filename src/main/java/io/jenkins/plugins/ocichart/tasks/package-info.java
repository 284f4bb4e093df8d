/**
 * One class for each verb: finds out how to reach the registry, has the agent do the work, records the result. It
 * knows neither Pipeline nor freestyle, and never reads a file of the workspace itself.
 */
package io.jenkins.plugins.ocichart.tasks;
