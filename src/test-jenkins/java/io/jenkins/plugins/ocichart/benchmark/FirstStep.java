package io.jenkins.plugins.ocichart.benchmark;

import io.jenkins.plugins.ocichart.benchmark.ChannelTrace.Sent;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a new agent did: a push and another one.
 *
 * @param start when the first began, in milliseconds since the epoch
 * @param between when it had ended and the next began
 * @param end when that had ended
 * @param sent what crossed the channel
 * @param classes what the agent loaded in its life
 */
record FirstStep(long start, long between, long end, List<Sent> sent, List<LoadedClass> classes)
        implements Serializable {
    private static final String PACKAGE = "io.jenkins.plugins.ocichart.";

    /** A part of the first push, from the end of the one before to its own. */
    record Part(String name, long milliseconds, long requests, Map<String, Long> classes) {}

    FirstStep with(List<LoadedClass> loaded) {
        return new FirstStep(start, between, end, sent, loaded);
    }

    long first() {
        return between - start;
    }

    long next() {
        return end - between;
    }

    /** Bytes both ways, jars included. */
    long bytes(long from, long to) {
        return sent(from, to).stream()
                .filter(s -> !s.isJar())
                .mapToLong(Sent::size)
                .sum();
    }

    /** Requests that somebody waits for, both ways. */
    long requests(long from, long to) {
        return sent(from, to).stream().filter(Sent::isRequest).count();
    }

    /** The jars that the first push fetched. */
    Map<String, Long> jars() {
        return sent(start, between).stream()
                .filter(Sent::isJar)
                .collect(Collectors.toMap(s -> s.command().substring(4), Sent::size, (a, b) -> a, TreeMap::new));
    }

    Map<String, Long> loaded(long from, long to) {
        return classes.stream()
                .filter(c -> c.time() >= from && c.time() < to)
                .collect(Collectors.groupingBy(LoadedClass::origin, TreeMap::new, Collectors.counting()));
    }

    List<Sent> sent(long from, long to) {
        return sent.stream().filter(s -> s.time() >= from && s.time() < to).toList();
    }

    /** Where the time of our first push goes; the parts add up to {@link #first}. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        long at = start;
        at = add(parts, "the step on the controller", at, command("UserRequest:OCI Chart", true));
        at = add(parts, "until the operation starts", at, loaded(PACKAGE + "operation.push.ChartPush"));
        at = add(parts, "the chart is found and read", at, loaded(PACKAGE + "registry.http.HttpTransport"));
        at = add(parts, "the client and the first request", at, loaded(PACKAGE + "registry.http.BodyReceiver"));
        at = add(parts, "the other requests", at, command("Response(hudson", false));
        add(parts, "the answer on the controller", at, between);
        return parts;
    }

    private long add(List<Part> parts, String name, long from, long to) {
        parts.add(new Part(name, to - from, requests(from, to), loaded(from, to)));
        return to;
    }

    private long command(String prefix, boolean toAgent) {
        return sent(start, between).stream()
                .filter(s -> s.toAgent() == toAgent && s.command().startsWith(prefix))
                .mapToLong(Sent::time)
                .reduce(between, toAgent ? Math::min : (a, b) -> b);
    }

    private long loaded(String name) {
        return classes.stream()
                .filter(c -> c.time() >= start && c.name().equals(name))
                .mapToLong(LoadedClass::time)
                .findFirst()
                .orElse(between);
    }
}
