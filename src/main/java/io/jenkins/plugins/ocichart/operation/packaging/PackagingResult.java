package io.jenkins.plugins.ocichart.operation.packaging;

import java.io.Serializable;
import java.util.List;

/**
 * What became of the folders to package.
 *
 * @param charts the charts that were packaged, in the order of the folders
 * @param problem why the next one was not, in one line that names it; null if all were
 */
public record PackagingResult(List<PackagedChart> charts, String problem) implements Serializable {
    public PackagingResult {
        charts = List.copyOf(charts);
    }
}
