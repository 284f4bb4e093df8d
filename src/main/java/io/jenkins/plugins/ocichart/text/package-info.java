/**
 * Short texts for people: what others sent, cut to one line, and what went wrong with a file. Nothing here knows
 * charts, registries or Jenkins, and nothing is imported but the JDK.
 */
package io.jenkins.plugins.ocichart.text;
