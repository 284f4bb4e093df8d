/**
 * What {@code helm} needs on the agent before it runs: a private folder, a kubeconfig, facts about a chart there and about the
 * cluster. Nothing here runs a program.
 */
package io.jenkins.plugins.ocichart.operation.release;
