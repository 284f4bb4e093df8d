/**
 * JSON values, read and written with the streaming API of jackson-core. Nothing here knows what a document means, and
 * jackson-databind, which would be most of what agents fetch, is never imported.
 */
package io.jenkins.plugins.ocichart.json;
