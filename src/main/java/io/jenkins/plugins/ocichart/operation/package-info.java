/**
 * What Helm's commands do, as values that travel to the agent: a request in, a result out. Nothing of Jenkins lives here.
 */
package io.jenkins.plugins.ocichart.operation;
