/**
 * What builds and jobs keep of charts, and the pages, REST API, artifact, fingerprints and variables made of it. It asks no
 * registry and no agent.
 */
package io.jenkins.plugins.ocichart.record;
