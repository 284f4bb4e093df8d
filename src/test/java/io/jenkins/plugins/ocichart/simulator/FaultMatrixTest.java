package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every request of a verb × everything that can go wrong with it, once and for ever. The outcome is
 * success or one clear failure, and never a wrong tag in the registry or a partial file on the disk.
 */
@ExtendWith({ShortWaits.class, ShortLimits.class})
class FaultMatrixTest {
    private static final int THREADS = 32;
    private static final int SECONDS_OF_A_RUN = 60;
    private static final Set<Fault> FINAL = Set.of(Fault.STATUS_429_LONG, Fault.UNAUTHORIZED, Fault.SIGN_IN_PAGE);

    /** Runs with these do nothing but wait, most of the time. */
    private static final Set<Fault> SLOW =
            Set.of(Fault.STALL, Fault.STALL_IN_ANSWER, Fault.STATUS_429, Fault.STATUS_429_DATE);

    /** A registry that has never shown an earlier signature can't be known to have one. */
    private static final Set<String> BEFORE_SIGNING =
            Set.of("GET manifest by Bearer #2", "GET manifest by Bearer #3", "GET manifest by Bearer #4");

    @TempDir
    static Path directory;

    private static List<Cell> cells;

    /**
     * One run.
     *
     * @param outcome {@code ok}, {@code failed} or {@code n/a}, or what is wrong
     * @param message the failure's message
     */
    private record Cell(
            Scenario scenario, String request, Fault fault, boolean always, String outcome, String message) {
        String row() {
            return scenario + " " + request;
        }
    }

    /** A run that is to be done. */
    private record Run(Scenario scenario, String request, Fault fault, String where, boolean always)
            implements Callable<Cell> {
        @Override
        public Cell call() throws Exception {
            return run(scenario, request, fault, where, always);
        }
    }

    @BeforeAll
    static void runAll() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            List<String> requests = requests(scenario);
            for (int i = 0; i < requests.size(); i++) {
                for (Fault fault : Fault.values()) {
                    String request = requests.get(i);
                    String where = fault == Fault.REFUSED ? i == 0 ? "" : requests.get(i - 1) : request;
                    runs.add(new Run(scenario, request, fault, where, false));
                    runs.add(new Run(scenario, request, fault, where, true));
                }
            }
        }
        ExecutorService busy = Executors.newFixedThreadPool(THREADS);
        ExecutorService waiting = Executors.newFixedThreadPool(3 * THREADS);
        try {
            List<Future<Cell>> ends = new ArrayList<>();
            for (Run run : runs) {
                ends.add((SLOW.contains(run.fault()) ? waiting : busy).submit(run));
            }
            cells = new ArrayList<>();
            for (Future<Cell> end : ends) {
                cells.add(end.get());
            }
        } finally {
            busy.shutdownNow();
            waiting.shutdownNow();
        }
        String matrix = matrix(false) + matrix(true);
        System.out.println(matrix);
        Files.writeString(Path.of("target", "fault-matrix.txt"), matrix + messages());
    }

    /** What a scenario asks when nothing goes wrong. */
    private static List<String> requests(Scenario scenario) throws Exception {
        try (FaultyServer server = new FaultyServer(Sample.NEW.names())) {
            scenario.prepare(server);
            scenario.run(server, Files.createTempDirectory(directory, "plain"));
            return server.labels();
        }
    }

    private static Cell run(Scenario scenario, String request, Fault fault, String where, boolean always)
            throws Exception {
        Path folder = Files.createTempDirectory(directory, "run");
        try (FaultyServer server = new FaultyServer(Sample.NEW.names())) {
            scenario.prepare(server);
            server.fault(fault, where, always);
            String message = outcome(server, scenario, folder);
            String outcome = message == null ? "ok" : "failed";
            if (!server.isApplicable()) {
                return new Cell(scenario, request, fault, always, "n/a", null);
            }
            try {
                assertThat(server.hasStruck()).as("the fault has struck").isTrue();
                boolean manifestChanged =
                        fault == Fault.CORRUPTED_REQUEST && always && request.startsWith("PUT manifest");
                if (manifestChanged && !String.valueOf(message).contains("lacks a blob")) {
                    // A registry tags whatever manifest it gets. A client sees by the answer's digest that it was
                    // another one; where each attempt is changed on the way it can only say so. If the digest of a blob
                    // is what was changed, the registry refuses the manifest.
                    assertThat(message).contains("stored", "instead of", "check the proxies");
                } else if (manifestChanged && scenario.name().startsWith("SIGN")) {
                    // two manifests are put at the same time, and one of the two answers is shown
                    assertThat(message).isNotNull();
                } else if (!(scenario == Scenario.SIGN_TOO
                        && fault == Fault.LAGGING_REPLICA
                        && always
                        && BEFORE_SIGNING.contains(request))) {
                    scenario.assertSound(server, folder, message == null);
                }
                if (message != null) {
                    // a chart that nobody has signed is refused with a line for each reason
                    assertThat(scenario == Scenario.VERIFY ? message.lines().toList() : List.of(message))
                            .allSatisfy(line -> assertThat(line)
                                    .contains(server.registry().host())
                                    .doesNotContain("\n", "java.", "Exception", "s3cret", "bearer.", "signature.")
                                    .hasSizeLessThan(500));
                }
            } catch (AssertionError e) {
                outcome = e.getMessage().strip().replaceAll("\\s+", " ");
            }
            return new Cell(scenario, request, fault, always, outcome, message);
        }
    }

    /** Null for success, else the failure's message. */
    private static String outcome(FaultyServer server, Scenario scenario, Path folder) throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            return one.submit(() -> {
                        try {
                            scenario.run(server, folder);
                            return null;
                        } catch (IOException e) {
                            return String.valueOf(e.getMessage());
                        } catch (RuntimeException | AssertionError e) {
                            return "java. " + e;
                        }
                    })
                    .get(SECONDS_OF_A_RUN, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "java. no end within " + SECONDS_OF_A_RUN + " s";
        } finally {
            one.shutdownNow();
        }
    }

    private static String matrix(boolean always) {
        StringBuilder text = new StringBuilder("\nFaults " + (always ? "from then on" : "once")
                + ": + success, - one clear failure, . can't happen, X wrong\n\n");
        for (Fault fault : Fault.values()) {
            text.append("%55s%s%s%n".formatted("", "| ".repeat(fault.ordinal()), fault));
        }
        Map<String, Map<Fault, String>> rows = new java.util.LinkedHashMap<>();
        cells.stream()
                .filter(cell -> cell.always() == always)
                .forEach(cell ->
                        rows.computeIfAbsent(cell.row(), row -> new TreeMap<>()).put(cell.fault(), cell.outcome()));
        rows.forEach((row, outcomes) -> text.append("%-55s%s%n"
                .formatted(
                        row,
                        outcomes.values().stream().map(FaultMatrixTest::sign).collect(Collectors.joining(" ")))));
        Map<String, Long> counts = cells.stream()
                .filter(cell -> cell.always() == always)
                .collect(Collectors.groupingBy(cell -> sign(cell.outcome()), TreeMap::new, Collectors.counting()));
        return text.append("Counts: " + counts + "\n").toString();
    }

    private static String sign(String outcome) {
        return switch (outcome) {
            case "ok" -> "+";
            case "failed" -> "-";
            case "n/a" -> ".";
            default -> "X";
        };
    }

    private static String messages() {
        return cells.stream()
                .filter(cell -> cell.message() != null || sign(cell.outcome()).equals("X"))
                .map(cell -> cell.row() + " | " + cell.fault() + (cell.always() ? " always" : " once") + " | "
                        + sign(cell.outcome()) + " | " + cell.message()
                        + (sign(cell.outcome()).equals("X") ? " | " + cell.outcome() : ""))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    @Test
    void everyFaultEndsInSuccessOrInOneClearFailure() {
        assertThat(cells.stream().filter(cell -> sign(cell.outcome()).equals("X")))
                .isEmpty();
    }

    /**
     * All but files of a web server that were changed on the way, and what would be wrong to repeat: a wait that is longer than a build should take, a 401 to a login or token
     * that is not older than a moment (who shows a refused password again gets accounts locked), a page for people, and a read
     * of what isn't there.
     */
    @Test
    void oneTransientFaultIsOvercome() {
        assertThat(
                        cells.stream()
                                .filter(cell -> !cell.always() && cell.outcome().equals("failed"))
                                .filter(cell -> !FINAL.contains(cell.fault()))
                                .filter(cell -> cell.fault() != Fault.CORRUPTED
                                        || !cell.row().matches("DEPENDENCIES GET [a-z]+[-.].*"))
                                .filter(
                                        cell -> cell.fault() != Fault.LAGGING_REPLICA
                                                || !cell.row()
                                                        .matches(
                                                                "(PULL|SHOW|COPY GET|DEPENDENCIES GET|VERIFY GET config|(SIGN|SIGN_TOO|VERIFY) GET manifest by Bearer$).*")))
                .isEmpty();
    }

    /** Neither address answers differently, so there is one row for a scenario, not for a request. */
    @Test
    void aDeadFirstAddressOfTheRegistryIsPassedOver() throws Exception {
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.2 two.localhost\n127.0.0.1 two.localhost\n127.0.0.1 localhost\n");
        List<String> jvm = List.of("-XX:TieredStopAtLevel=1", "-Djdk.net.hosts.file=" + hosts);
        List<String> rows = ChildJvm.run(ChildJvm.command(DeadFirstAddress.class, jvm, directory), Map.of())
                .lines()
                .toList();
        Files.write(Path.of("target", "fault-matrix.txt"), rows, StandardOpenOption.APPEND);
        assertThat(rows).hasSize(2 * Scenario.values().length).allMatch(row -> row.endsWith("| ok"));
    }

    @Test
    void theRunsAreMany() {
        assertThat(cells).hasSizeGreaterThan(1000);
    }
}
