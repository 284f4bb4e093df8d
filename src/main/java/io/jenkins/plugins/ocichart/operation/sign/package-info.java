/**
 * Signing a chart where it is: the agent says what is there and stores signatures, but never makes one, since private keys stay
 * on the controller. The chart is found as a pull finds it ({@code operation.pull}).
 */
package io.jenkins.plugins.ocichart.operation.sign;
