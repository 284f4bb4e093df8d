/**
 * What the operations below share: how one travels and reports, how it reaches its registry, and what a chart there is.
 * Each verb has its own package below this one, which imports this one; nothing of Jenkins lives here.
 */
package io.jenkins.plugins.ocichart.operation;
