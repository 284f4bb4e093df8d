/**
 * The build parameter that offers the versions of a chart in its registry. It asks the registry from the controller, for a few
 * seconds at most; the operation that does so is {@code operation.pull}'s.
 */
package io.jenkins.plugins.ocichart.parameter;
