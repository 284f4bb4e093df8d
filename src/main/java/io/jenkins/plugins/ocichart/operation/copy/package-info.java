/**
 * Copies a chart from one place in a registry to another with its digest and what was signed: the source is found as a pull
 * finds it ({@code operation.pull}), the target is named as a push's ({@code operation.push}). Files of the workspace are not
 * touched.
 */
package io.jenkins.plugins.ocichart.operation.copy;
