package io.jenkins.plugins.ocichart.simulator;

/** One host of the simulated internet. */
@FunctionalInterface
interface Site {
    Reply answer(Request request);
}
