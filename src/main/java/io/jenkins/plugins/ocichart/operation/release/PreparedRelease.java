package io.jenkins.plugins.ocichart.operation.release;

import java.io.Serializable;

/**
 * What an agent knows before {@code helm} runs.
 *
 * @param local the chart there; null if a chart is pulled
 * @param cluster the API server that {@code helm} will talk to, as {@code host[:port]}; null if that isn't known
 */
public record PreparedRelease(LocalChart local, String cluster) implements Serializable {
    /**
     * A chart on the agent.
     *
     * @param path its absolute path
     * @param file the name of the archive or folder
     * @param digest {@code sha256:…} of the archive; null for a folder
     * @param size the archive's size in bytes
     * @param md5 the archive's MD5, the key of its Jenkins fingerprint; null for a folder
     */
    public record LocalChart(
            String path,
            String file,
            String name,
            String version,
            String appVersion,
            String digest,
            long size,
            String md5)
            implements Serializable {}
}
