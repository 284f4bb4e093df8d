/**
 * Brings the program {@code helm} to an agent: an archive of a server in, a verified program in a folder out. It is run
 * elsewhere.
 */
package io.jenkins.plugins.ocichart.operation.tool;
