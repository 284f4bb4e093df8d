package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.operation.migrate.MigratedChart;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The artifact {@value #NAME}: what became of each version that a build has migrated, in all its steps and branches. It is put
 * together in the build's own folder: artifacts may be elsewhere, and thousands of rows are no part of a build's record.
 */
final class MigrationArtifact {
    static final String NAME = "oci-migration.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private MigrationArtifact() {}

    /** A document of the artifact. */
    private record Document(int schemaVersion, List<Map<String, String>> charts) {}

    /** Adds rows; a row for the same version of the same chart of the same repository replaces the earlier one. */
    static void add(String from, List<MigratedChart> charts, Run<?, ?> run, Launcher launcher, TaskListener listener)
            throws IOException, InterruptedException {
        Path folder = run.getRootDir().toPath();
        Path file = folder.resolve(NAME);
        synchronized (MigrationArtifact.class) {
            Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();
            if (Files.exists(file)) {
                Map<String, Object> earlier = JSON.readValue(file.toFile(), new TypeReference<>() {});
                List<Map<String, String>> known = JSON.convertValue(earlier.get("charts"), new TypeReference<>() {});
                known.forEach(row -> rows.put(key(row), row));
            }
            for (MigratedChart chart : charts) {
                Map<String, String> row = row(RepositoryUrl.withoutLogin(from), chart);
                rows.put(key(row), row);
            }
            Path written = folder.resolve(NAME + ".new");
            JSON.writeValue(written.toFile(), new Document(1, new ArrayList<>(rows.values())));
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            ChartsArtifact.archive(folder, NAME, run, launcher, listener);
        }
    }

    private static List<String> key(Map<String, String> row) {
        return List.of(row.get("from"), row.get("name"), row.get("version"));
    }

    private static Map<String, String> row(String from, MigratedChart chart) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("from", from);
        row.put("name", chart.name());
        row.put("version", chart.version());
        row.put("ref", chart.ref());
        row.put("digest", chart.digest());
        row.put("chartDigest", chart.chartDigest());
        row.put("outcome", chart.outcome().toString());
        row.put("reason", chart.reason());
        return row;
    }
}
