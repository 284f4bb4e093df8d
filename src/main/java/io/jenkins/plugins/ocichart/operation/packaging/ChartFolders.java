package io.jenkins.plugins.ocichart.operation.packaging;

import io.jenkins.plugins.ocichart.operation.ChartSelection;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.UserPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which folders {@link Packaging} would package.
 *
 * @param chart as there
 */
public record ChartFolders(String chart) implements Operation<List<String>> {
    @Override
    public List<String> run(Path directory, Progress progress) throws IOException {
        Path base = directory.toAbsolutePath().normalize();
        List<String> folders = new ArrayList<>();
        for (Path folder : ChartSelection.folders(base, chart)) {
            folders.add(UserPath.shown(base, folder));
        }
        return folders;
    }
}
