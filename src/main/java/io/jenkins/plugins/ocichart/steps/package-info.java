/**
 * Pipeline steps: parameters in, a task out, the result back to the script, also across a restart. What a task does is
 * never decided here.
 */
package io.jenkins.plugins.ocichart.steps;
