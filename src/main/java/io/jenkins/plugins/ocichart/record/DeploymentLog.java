package io.jenkins.plugins.ocichart.record;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import hudson.model.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All deployments of this Jenkins, in a file that each deployment adds a line of JSON to. It is read from its beginning to its
 * end, and only what is asked for is kept in memory. At {@value #LARGEST} bytes, some 20,000 deployments, the older half goes,
 * but for what is still deployed.
 *
 * <p>Lines name the job that a deployment was done by; others say that a job was moved or deleted. A deployment whose job is
 * gone belongs to none.
 */
final class DeploymentLog {
    static final String NAME = "oci-chart-deployments.jsonl";
    static final long LARGEST = 8 << 20;

    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    private static final ObjectReader LINES = JSON.readerFor(Line.class);

    private final Path file;
    private Current cached;

    DeploymentLog(Path file) {
        this.file = file;
    }

    /** What is deployed, oldest first, and the jobs that any deployment was done by. */
    private record Current(long size, long modified, List<Deployment> deployments, Set<String> jobs) {}

    /** Adds a deployment. */
    void add(Run<?, ?> run, RecordedDeployment deployment) throws IOException {
        append(new Line(
                deployment.deployedAt,
                deployment.environment,
                deployment.namespace,
                deployment.release,
                deployment.revision,
                deployment.name,
                deployment.version,
                deployment.ref,
                deployment.digest,
                run.getParent().getFullName(),
                run.getNumber(),
                null));
    }

    /** Notes that a job has another name now. Does nothing if it has deployed nothing. */
    void moved(String job, String to) throws IOException {
        if (current().jobs().contains(job)) {
            append(new Line(null, null, null, null, 0, null, null, null, null, job, 0, to));
        }
    }

    /** Notes that a job is gone. Does nothing if it has deployed nothing. */
    void deleted(String job) throws IOException {
        moved(job, "");
    }

    /** What is deployed now: the last deployment of each release, oldest first. */
    List<Deployment> deployed() throws IOException {
        return current().deployments();
    }

    /** The jobs that there are deployments of. */
    Set<String> jobs() throws IOException {
        return current().jobs();
    }

    /**
     * The last deployments, newest first.
     *
     * @param limit how many at most
     */
    List<Deployment> history(Predicate<Deployment> wanted, int limit) throws IOException {
        Deque<Deployment> last = new ArrayDeque<>();
        read(deployment -> {
            if (wanted.test(deployment)) {
                last.addFirst(deployment);
                if (last.size() > limit) {
                    last.removeLast();
                }
            }
        });
        return new ArrayList<>(last);
    }

    /** Whether there is anything. */
    boolean exists() {
        return Files.exists(file);
    }

    private synchronized Current current() throws IOException {
        if (!exists()) {
            return new Current(0, 0, List.of(), Set.of());
        }
        long size = Files.size(file);
        long modified = Files.getLastModifiedTime(file).toMillis();
        if (cached == null || cached.size() != size || cached.modified() != modified) {
            Map<String, Deployment> newest = new LinkedHashMap<>();
            Set<String> jobs = read(deployment -> {
                Deployment before = newest.remove(deployment.place());
                newest.put(deployment.place(), before == null ? deployment : deployment.after(before));
            });
            cached = new Current(size, modified, List.copyOf(newest.values()), jobs);
        }
        return cached;
    }

    /** Reads all deployments, oldest first; returns the jobs that there are. Lines that are no JSON are left out. */
    private Set<String> read(Consumer<Deployment> reader) throws IOException {
        Map<String, Deployment.JobName> jobs = new HashMap<>();
        if (exists()) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                    Line line = line(text);
                    if (line == null || line.job() == null) {
                        continue;
                    }
                    if (line.to() == null) {
                        reader.accept(new Deployment(line, jobs.computeIfAbsent(line.job(), Deployment.JobName::new)));
                    } else {
                        Deployment.JobName job = jobs.remove(line.job());
                        if (job != null) {
                            job.set(line.to());
                            jobs.put(line.to(), job);
                        }
                    }
                }
            }
        }
        jobs.remove("");
        return new HashSet<>(jobs.keySet());
    }

    private static Line line(String text) {
        try {
            return LINES.readValue(text);
        } catch (JsonProcessingException e) {
            return null; // Jenkins was killed while it wrote
        }
    }

    private synchronized void append(Line line) throws IOException {
        if (exists() && Files.size(file) > LARGEST) {
            shorten();
        }
        String text = JSON.writeValueAsString(line) + "\n";
        Files.writeString(
                file, endsInALine() ? text : "\n" + text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private boolean endsInALine() throws IOException {
        if (!exists() || Files.size(file) == 0) {
            return true;
        }
        try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "r")) {
            end.seek(end.length() - 1);
            return end.read() == '\n';
        }
    }

    private void shorten() throws IOException {
        List<Deployment> all = new ArrayList<>();
        read(all::add);
        Map<String, Deployment> newest = new HashMap<>();
        all.forEach(deployment -> newest.put(deployment.place(), deployment));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            Deployment deployment = all.get(i);
            if (i >= all.size() / 2 || newest.get(deployment.place()) == deployment) {
                text.append(JSON.writeValueAsString(deployment.line())).append('\n');
            }
        }
        Path temporary = file.resolveSibling(NAME + ".new");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * A line of the file: a deployment, or the other name of a job.
     *
     * @param job the full name of the job at that time; empty for one that is gone
     * @param to the job's other name, empty if it is gone; null for a deployment
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Line(
            String time,
            String environment,
            String namespace,
            String release,
            int revision,
            String name,
            String version,
            String ref,
            String digest,
            String job,
            int build,
            String to) {}
}
