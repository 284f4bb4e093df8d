/** Inputs that a generator makes by the million, and what real Helm and we read of them. */
package io.jenkins.plugins.ocichart.differential;
