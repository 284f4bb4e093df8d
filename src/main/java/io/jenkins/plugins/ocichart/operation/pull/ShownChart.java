package io.jenkins.plugins.ocichart.operation.pull;

import java.io.Serializable;

/**
 * What was shown of a chart.
 *
 * @param text the text, as Helm prints it
 * @param pulled what was pulled for it and is gone again; null for a chart on the machine
 */
public record ShownChart(String text, PulledChart pulled) implements Serializable {}
