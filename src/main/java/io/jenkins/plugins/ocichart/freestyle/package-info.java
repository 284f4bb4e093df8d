/**
 * Build steps and the build environment of freestyle jobs: parameters in, a task out. What a task does is never decided
 * here.
 */
package io.jenkins.plugins.ocichart.freestyle;
