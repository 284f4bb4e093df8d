package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the builds of a job have pushed, in a small file in the job's directory that each push adds to.
 *
 * <p>The builds know it too, but to find the newest version of every chart in them, Jenkins would have to load builds from
 * the disk, one after another, until it met each chart: all of them, where a chart is pushed seldom, and again whenever
 * the memory has let go of them. Measured with a job of 1,000 builds, loading them took 2.6 s on a busy machine, reading
 * 2,000 pushes from the file 0.02 to 0.16 s. The file also remembers what deleted builds have pushed. It moves with the
 * job and is deleted with it. Without it, nothing but this history is lost.
 *
 * <p>A chart is told by its repository, so the same chart in two registries has two histories. Of each, the last
 * {@value #LIMIT} pushes are kept.
 */
final class ChartHistory {
    static final String NAME = "oci-charts.json";
    static final int LIMIT = 100;

    private static final Logger LOGGER = Logger.getLogger(ChartHistory.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Object LOCK = new Object();

    /** In the order of the builds, and within a build in that of its pushes. */
    private final List<JobPush> pushes;

    private ChartHistory(List<JobPush> pushes) {
        this.pushes = pushes;
    }

    /** Whether a job has pushed anything. */
    static boolean existsIn(Path job) {
        return Files.exists(job.resolve(NAME));
    }

    /** The history of a job; empty where it has none or its file can't be read. */
    static ChartHistory of(Path job) {
        Path file = job.resolve(NAME);
        synchronized (LOCK) {
            try {
                return new ChartHistory(read(file));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, e, () -> file + " can't be read");
                return new ChartHistory(List.of());
            }
        }
    }

    /** Adds what a build has pushed. A push that is there already stays once. */
    static void add(Path job, List<JobPush> pushed) throws IOException {
        synchronized (LOCK) {
            List<JobPush> all = read(job.resolve(NAME));
            for (JobPush push : pushed) {
                if (all.stream().noneMatch(push::isSameAs)) {
                    all.add(push);
                }
            }
            all.sort(Comparator.comparingInt(JobPush::getBuild)); // builds may overlap
            write(job.resolve(NAME), limited(all));
        }
    }

    /** The newest push of each chart: that of the last build, not the highest version. Ordered by repository. */
    List<JobPush> newest() {
        return byRepository().values().stream().map(all -> all.get(0)).toList();
    }

    /** The pushes of each chart, newest first, by repository. */
    Map<String, List<JobPush>> byRepository() {
        Map<String, List<JobPush>> charts = new LinkedHashMap<>();
        pushes.stream()
                .map(JobPush::getRepository)
                .sorted()
                .forEach(repository -> charts.put(repository, new ArrayList<>()));
        for (JobPush push : pushes) {
            charts.get(push.getRepository()).add(0, push);
        }
        return charts;
    }

    private static List<JobPush> limited(List<JobPush> all) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<JobPush> kept = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (counts.merge(all.get(i).getRepository(), 1, Integer::sum) <= LIMIT) {
                kept.add(all.get(i));
            }
        }
        Collections.reverse(kept);
        return kept;
    }

    private static List<JobPush> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new ArrayList<>();
        }
        byte[] text = Files.readAllBytes(file);
        try {
            Document document = JSON.readValue(text, Document.class);
            return document == null ? new ArrayList<>() : new ArrayList<>(List.of(document.pushes()));
        } catch (JsonProcessingException e) {
            LOGGER.warning(() -> file + " is damaged: the history begins anew");
            LOGGER.log(Level.FINE, "the damage", e);
            return new ArrayList<>();
        }
    }

    private static void write(Path file, List<JobPush> pushes) throws IOException {
        Path temporary = file.resolveSibling(NAME + ".new");
        Files.write(temporary, JSON.writeValueAsBytes(new Document(1, pushes.toArray(JobPush[]::new))));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The file's content. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Document(int schemaVersion, JobPush[] pushes) {
        Document {
            if (pushes == null || Arrays.asList(pushes).contains(null)) {
                throw new IllegalArgumentException("no pushes"); // Jackson makes a JsonProcessingException of it
            }
        }
    }
}
