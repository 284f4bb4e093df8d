package io.jenkins.plugins.ocichart.record;

import hudson.model.Run;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The chart archives among a build's artifacts. */
final class ArchivedCharts {
    private static final Logger LOGGER = Logger.getLogger(ArchivedCharts.class.getName());

    private final Collection<String> paths;

    ArchivedCharts(Collection<String> paths) {
        this.paths = paths;
    }

    /** Asks the build's artifact manager, in one call since it may be remote. Empty if it doesn't answer. */
    static ArchivedCharts of(Run<?, ?> run) {
        if (Run.ARTIFACTS.getEnabled() && !run.hasPermission(Run.ARTIFACTS)) {
            return new ArchivedCharts(List.of());
        }
        try {
            return new ArchivedCharts(run.getArtifactManager().root().list("**/*.tgz", null, true));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "listing the artifacts of " + run);
            return new ArchivedCharts(List.of());
        }
    }

    /**
     * The path of a chart's archive, encoded for a URL: the path it was pushed from, or else the only path that ends with its
     * name, since a step in another directory may have archived it. Null if there is none or more than one.
     */
    String pathOf(RecordedChart chart) {
        if (chart.file == null) {
            return null;
        }
        String file = chart.file.replace('\\', '/');
        if (paths.contains(file)) {
            return encoded(file);
        }
        String name = file.substring(file.lastIndexOf('/') + 1);
        List<String> found = paths.stream()
                .filter(path -> path.equals(name) || path.endsWith('/' + name))
                .toList();
        return found.size() == 1 ? encoded(found.get(0)) : null;
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, '/' + path, null).toASCIIString().substring(1);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
