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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * What the builds of a job have pushed, in a small file in the job's directory that each push adds to.
 *
 * <p>The builds know it too, but finding the newest version of every chart in them means loading builds from disk until each
 * chart was seen: 2.6 s for 1,000 builds on a busy machine, against 0.02 to 0.16 s for 2,000 pushes in this file. The file
 * also remembers what deleted builds have pushed. It moves with the job and is deleted with it. If it is lost, only this
 * history is.
 *
 * <p>Charts are told apart by their repository, so the same chart in two registries has two histories. The file is bounded:
 * it has the {@value #CHARTS} charts that were pushed last, {@value #LIMIT} pushes of each, and {@value #PUSHES} in all.
 */
final class ChartHistory {
    static final String NAME = "oci-charts.json";
    static final int LIMIT = 100;
    static final int CHARTS = 500;
    static final int PUSHES = 2000;

    private static final Logger LOGGER = Logger.getLogger(ChartHistory.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One lock for each job that has pushed since Jenkins started, so that a slow disk holds up that job only. */
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    /** In the order of the builds' start, and within a build in that of its pushes. */
    private final List<JobPush> pushes;

    private ChartHistory(List<JobPush> pushes) {
        this.pushes = pushes;
    }

    /** Whether a job has pushed anything. */
    static boolean existsIn(Path job) {
        return Files.exists(job.resolve(NAME));
    }

    /** The history of a job; empty if it has none or its file can't be read. */
    static ChartHistory of(Path job) {
        Path file = job.resolve(NAME);
        try {
            return new ChartHistory(read(file)); // without a lock, since a new file replaces the old one at once
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> file + " can't be read");
            return new ChartHistory(List.of());
        }
    }

    /** Adds what a build has pushed. A push that the build repeats stays once, as its latest. */
    static void add(Path job, List<JobPush> pushed) throws IOException {
        synchronized (LOCKS.computeIfAbsent(job, path -> new Object())) {
            List<JobPush> all = read(job.resolve(NAME));
            for (JobPush push : pushed) {
                Optional<JobPush> earlier = all.stream().filter(push::isSameAs).findFirst();
                earlier.ifPresent(all::remove);
                all.add(push.pushed() ? push : earlier.orElse(push));
            }
            // Builds may overlap, and numbers may start again from 1.
            all.sort(Comparator.comparingLong(JobPush::started).thenComparingInt(JobPush::build));
            write(job.resolve(NAME), limited(all));
        }
    }

    /** Whether a later build has the same number or a lower one, so that the number no longer leads to this push's build. */
    boolean isRenumbered(JobPush push) {
        return pushes.stream().anyMatch(other -> other.started() > push.started() && other.build() <= push.build());
    }

    /** The newest push of each chart, ordered by repository: the push of the last build, not the highest version. */
    List<JobPush> newest() {
        return byRepository().values().stream().map(all -> all.get(0)).toList();
    }

    /** The pushes of each chart, newest first, by repository. */
    Map<String, List<JobPush>> byRepository() {
        Map<String, List<JobPush>> charts = new LinkedHashMap<>();
        pushes.stream()
                .map(JobPush::repository)
                .sorted()
                .forEach(repository -> charts.put(repository, new ArrayList<>()));
        for (JobPush push : pushes) {
            charts.get(push.repository()).add(0, push);
        }
        return charts;
    }

    /** The newest push of each chart comes first, so that many pushes of one chart don't push out the others. */
    private static List<JobPush> limited(List<JobPush> all) {
        List<JobPush> newestFirst = new ArrayList<>(all);
        Collections.reverse(newestFirst);
        Map<String, JobPush> newest = new LinkedHashMap<>();
        newestFirst.forEach(push -> newest.putIfAbsent(push.repository(), push));
        Set<String> charts = newest.keySet().stream().limit(CHARTS).collect(Collectors.toSet());
        int room = PUSHES - charts.size();
        Map<String, Integer> counts = new HashMap<>();
        Set<JobPush> kept = new HashSet<>();
        for (JobPush push : newestFirst) {
            if (charts.contains(push.repository())) {
                int count = counts.merge(push.repository(), 1, Integer::sum);
                if (count == 1 || count <= LIMIT && room-- > 0) {
                    kept.add(push);
                }
            }
        }
        return all.stream().filter(kept::contains).toList();
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
            LOGGER.warning(() -> file + " is damaged; the history starts again without it");
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
