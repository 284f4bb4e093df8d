/**
 * Charts of a classic repository in, the same charts in a registry out. How one chart is pushed belongs to {@code
 * operation.push}, how an index is read to {@code repository}.
 */
package io.jenkins.plugins.ocichart.operation.migrate;
