package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.chart.ChartLock;
import io.jenkins.plugins.ocichart.chart.ChartMetadata.Dependency;
import io.jenkins.plugins.ocichart.chart.LoadedChart;
import io.jenkins.plugins.ocichart.chart.folder.ChartFolder;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.Staging;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.UntrustedChart;
import io.jenkins.plugins.ocichart.operation.UserPath;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.operation.dependency.DependencySource.Archive;
import io.jenkins.plugins.ocichart.operation.dependency.DependencySource.Choice;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The dependencies of one chart: chooses versions, fetches archives, puts all in place at once. */
final class Dependencies {
    /** How many indexes, tag lists or archives are on their way at once. */
    private static final int PARALLELISM = 12;

    private final Path typed;
    private final Path folder;
    private final Path directory;
    private final DependencyUpdate request;
    private final Console console;
    private final Instant time;
    private final Set<String> warnings = Collections.synchronizedSet(new LinkedHashSet<>());
    private LoadedChart chart;
    /** With addresses in the place of names; null if there is no list. */
    private List<Dependency> declared;

    private Dependencies(Path typed, Path directory, DependencyUpdate request, Console console) throws IOException {
        this.typed = typed;
        this.folder = directory.resolve(typed).normalize();
        this.directory = directory;
        this.request = request;
        this.console = console;
        this.time = ChartFolder.time(request.epoch());
    }

    /** Loads the charts and the names of repositories. */
    static List<Dependencies> of(Path directory, DependencyUpdate request, Console console)
            throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        List<Dependencies> all = new ArrayList<>();
        for (String chart : request.charts()) {
            Dependencies one = new Dependencies(UserPath.of("chart", chart), base, request, console);
            one.named(() -> {
                one.load();
                return null;
            });
            all.add(one);
        }
        return all;
    }

    private void load() throws IOException {
        if (!Files.exists(folder)) {
            throw new IOException("could not find " + folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("only unpacked charts can be updated, and " + folder + " is a file");
        }
        try {
            chart = ChartFolder.load(folder, workspace(), warnings).chart();
        } catch (ChartException e) {
            throw new IOException(inFolder(e), e);
        }
        declared = declaresDependencies()
                ? new RepositoryNames(request.sources().named(directory))
                        .resolve(chart.metadata().dependencies())
                : null;
    }

    private interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Names the folder in a failure if there are several. */
    private <T> T named(Work<T> work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            boolean named = request.charts().size() == 1
                    || String.valueOf(e.getMessage()).startsWith(typed + ": ");
            throw named || e instanceof UnverifiedException ? e : new IOException(inFolder(e), e);
        }
    }

    private String inFolder(IOException e) {
        return typed + ": " + ErrorLine.of(e);
    }

    /** To Helm an empty list is one: it cleans up {@code charts/} and writes a lock then. */
    private boolean declaresDependencies() throws IOException {
        boolean[] declares = {!chart.metadata().dependencies().isEmpty()};
        for (String file : List.of("Chart.yaml", "requirements.yaml")) {
            if (!declares[0] && Files.exists(folder.resolve(file))) {
                Object yaml = GoYaml.decode(Files.readAllBytes(folder.resolve(file)));
                new GoJsonField(file)
                        .struct((key, value) -> declares[0] |= key.equals("dependencies") && value != null, yaml);
            }
        }
        return declares[0];
    }

    private Path workspace() throws IOException {
        return UserPath.workspace(directory, request.workspace());
    }

    private boolean isLocked() {
        return request.fromLock() && chart.lock() != null;
    }

    /** What has to be fetched: the locked dependencies if the lock counts, else the declared ones, with addresses. */
    List<Dependency> wanted() throws IOException, InterruptedException {
        return named(this::declaredOrLocked);
    }

    private List<Dependency> declaredOrLocked() throws IOException {
        if (!isLocked()) {
            return declared == null ? List.of() : declared;
        }
        ChartLock lock = chart.lock();
        boolean fits = lock.digest().equals(LockDigest.of(declared, lock.dependencies()));
        boolean version1 = chart.metadata().isVersion1();
        if (!fits
                && !(version1
                        && lock.digest()
                                .equals(LockDigest.ofHelm2(chart.metadata().dependencies())))) {
            throw new IOException("the lock file (" + lockName() + ") is out of sync with the dependencies file ("
                    + (version1 ? "requirements.yaml" : "Chart.yaml") + "). Please update the dependencies");
        }
        List<Dependency> locked = lock.dependencies() == null ? Collections.emptyList() : lock.dependencies();
        if (locked.contains(null)) {
            throw new IOException(lockName() + " has an empty entry; update the dependencies");
        }
        return new RepositoryNames(List.of()).resolve(locked);
    }

    private String lockName() {
        return chart.metadata().isVersion1() ? "requirements.lock" : "Chart.lock";
    }

    /** Fetches and puts in place what is wanted. */
    List<FetchedDependency> fetch(DependencyClients clients) throws IOException, InterruptedException {
        return named(() -> update(clients));
    }

    private List<FetchedDependency> update(DependencyClients clients) throws IOException, InterruptedException {
        List<Dependency> wanted = wanted();
        if (declared == null && !isLocked()) {
            return List.of();
        }
        Path lock = folder.resolve(lockName());
        if (Files.isSymbolicLink(lock)) {
            throw new IOException(
                    "the " + lockName() + " file is a symlink to \"" + Files.readSymbolicLink(lock) + "\"");
        }
        ChartsFolder charts = new ChartsFolder(folder.resolve("charts"), console);
        try (Staging staging = Staging.in(charts.path())) {
            List<Choice> choices = choose(wanted, clients, staging);
            List<FetchedDependency> fetched = download(wanted, choices, charts, staging);
            warnings.forEach(warning -> console.lines("WARNING: " + warning));
            put(wanted, choices, fetched, charts, staging);
            staging.keep();
            return fetched;
        }
    }

    private List<Choice> choose(List<Dependency> wanted, DependencyClients clients, Staging staging)
            throws IOException, InterruptedException {
        FolderSource folders = new FolderSource(folder, workspace(), warnings, time);
        List<Callable<Choice>> choosing = new ArrayList<>();
        for (Dependency dependency : wanted) {
            DependencySource source =
                    RepositoryNames.isFolder(dependency.repository()) ? folders : clients.source(dependency, staging);
            if (isLocked()) {
                choosing.add(() -> source.locked(dependency));
            } else {
                VersionConstraint range = range(dependency);
                choosing.add(() -> source.newest(dependency, range).orElse(null));
            }
        }
        List<Choice> choices = parallel(choosing);
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) == null) {
                Dependency dependency = wanted.get(i);
                missing.add("\"" + dependency.name() + "\" (repository \"" + dependency.repository() + "\", version \""
                        + dependency.version() + "\")");
            }
        }
        if (!missing.isEmpty()) {
            throw new IOException("can't get a valid version for " + missing.size() + " subchart(s): "
                    + String.join(", ", missing)
                    + ". Make sure a matching chart version exists in the repo, or change the"
                    + " version constraint in Chart.yaml");
        }
        return choices;
    }

    private static <T> List<T> parallel(List<Callable<T>> tasks) throws IOException, InterruptedException {
        return tasks.isEmpty() ? List.of() : Workers.run("oci-chart-dependency", PARALLELISM, tasks);
    }

    private static VersionConstraint range(Dependency dependency) throws IOException {
        try {
            return VersionConstraint.parse(dependency.version());
        } catch (ChartException e) {
            throw new IOException(
                    "dependency \"" + dependency.name() + "\" has an invalid version/constraint format: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Each archive once; the staged ones have the names that they get, those in {@code charts/} already are not staged. */
    private List<FetchedDependency> download(
            List<Dependency> wanted, List<Choice> choices, ChartsFolder charts, Staging staging)
            throws IOException, InterruptedException {
        console.lines("Saving " + wanted.size() + " charts");
        Map<List<String>, Integer> first = new LinkedHashMap<>();
        List<Callable<FetchedDependency>> downloads = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            int index = i;
            Dependency dependency = wanted.get(i);
            Choice choice = choices.get(i);
            Integer same = first.putIfAbsent(
                    List.of(dependency.repository(), dependency.name(), choice.version()), downloads.size());
            if (same == null) {
                downloads.add(() -> download(dependency, choice, charts, staging, index));
            }
        }
        List<FetchedDependency> downloaded = parallel(downloads);
        Map<String, FetchedDependency> files = new HashMap<>();
        for (FetchedDependency one : downloaded) {
            FetchedDependency other = one.digest() == null ? null : files.putIfAbsent(one.path(), one);
            if (other != null && !other.digest().equals(one.digest())) {
                throw new IOException("two dependencies are different archives that would both be " + one.path() + ": "
                        + other.name() + " from " + other.repository() + " and " + one.name() + " from "
                        + one.repository());
            }
        }
        List<FetchedDependency> all = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Dependency dependency = wanted.get(i);
            all.add(downloaded.get(first.get(List.of(
                    dependency.repository(), dependency.name(), choices.get(i).version()))));
        }
        return all;
    }

    private FetchedDependency download(
            Dependency dependency, Choice choice, ChartsFolder charts, Staging staging, int index)
            throws IOException, InterruptedException {
        Archive archive = choice.archive();
        String path = result("charts/" + (archive == null ? dependency.name() : archive.file()));
        if (archive == null) {
            console.lines("Dependency " + dependency.name()
                    + " did not declare a repository. Assuming it exists in the charts directory");
            return new FetchedDependency(dependency.name(), choice.version(), "", path, null);
        }
        String sha256 = archive.sha256();
        if (charts.has(archive.file(), sha256)) {
            console.lines(archive.file() + " is in charts already");
        } else {
            if (!RepositoryNames.isFolder(dependency.repository())) {
                console.lines("Downloading " + dependency.name() + " from repo " + dependency.repository());
            }
            // two downloads may turn out to be for the same name
            Path file = Files.createDirectory(staging.resolve(String.valueOf(index)))
                    .resolve(archive.file());
            archive.fetch(file);
            try {
                ChartArchive.metadata(file);
            } catch (ChartException e) {
                throw new IOException(
                        "what was fetched for dependency " + dependency.name() + " is not a valid chart: "
                                + archive.file() + ": " + e.getMessage(),
                        e);
            }
            sha256 = sha256.isEmpty() ? ChartArchive.sha256(file) : sha256;
        }
        Trust trust = request.trust();
        UntrustedChart untrusted = trust.isEmpty() ? null : archive.untrusted(sha256, trust.needsProvenance());
        if (untrusted != null) {
            console.signatures(trust.verify(directory, untrusted), untrusted.archive(), untrusted.manifest());
        }
        return new FetchedDependency(
                dependency.name(), choice.version(), dependency.repository(), path, "sha256:" + sha256);
    }

    /** Looks first whether anything could fail, then moves and deletes. */
    private void put(
            List<Dependency> wanted,
            List<Choice> choices,
            List<FetchedDependency> fetched,
            ChartsFolder charts,
            Staging staging)
            throws IOException, InterruptedException {
        Set<String> files = new LinkedHashSet<>();
        for (FetchedDependency one : fetched) {
            if (one.digest() != null) {
                files.add(one.path().substring(one.path().lastIndexOf('/') + 1));
            }
        }
        Set<String> inPlace = wanted.stream()
                .filter(dependency -> dependency.repository().isEmpty())
                .map(Dependency::name)
                .collect(Collectors.toSet());
        List<Path> outdated = charts.outdated(files, inPlace);
        Path newLock = stageLock(wanted, choices, staging);
        Map<String, Path> moves = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String path = fetched.get(i).path();
            String name = path.substring(path.lastIndexOf('/') + 1);
            Path staged = staging.resolve(String.valueOf(i)).resolve(name);
            if (Files.exists(staged)
                    && !charts.has(name, fetched.get(i).digest().substring("sha256:".length()))) {
                moves.put(name, staged);
            }
        }
        // An abort has no effect any more.
        for (Map.Entry<String, Path> move : moves.entrySet()) {
            staging.move(move.getValue(), move.getKey());
        }
        charts.delete(outdated);
        charts.deleteLeftovers();
        if (newLock != null) {
            staging.move(newLock, "../" + lockName());
        }
    }

    /** Writes the lock if it is another one than before; null if it stays. */
    private Path stageLock(List<Dependency> wanted, List<Choice> choices, Staging staging) throws IOException {
        if (isLocked()) {
            return null;
        }
        List<Dependency> locked = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Dependency one = wanted.get(i);
            locked.add(new Dependency(
                    one.name(), choices.get(i).version(), one.repository(), "", List.of(), false, List.of(), ""));
        }
        String digest = LockDigest.of(declared, locked);
        if (chart.lock() != null && chart.lock().digest().equals(digest)) {
            return null;
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return Files.writeString(staging.resolve(lockName()), new ChartLock(now, digest, locked).toYaml());
    }

    private String result(String below) {
        return UserPath.shown(typed.resolve(below).normalize());
    }
}
