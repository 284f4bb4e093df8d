package io.jenkins.plugins.ocichart.differential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.chart.version.VersionConstraint;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.fixture.Cost;
import io.jenkins.plugins.ocichart.peer.HelmReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Constraints, each with a version behind a line end, by a grammar of both and changed. */
final class Constraints implements Subject {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OPERATORS =
            List.of("", "", "=", "!=", ">", "<", ">=", "=>", "<=", "=<", "~", "~>", "^", "==", "><", "!");
    private static final List<String> NUMBERS = List.of(
            "0", "1", "2", "3", "10", "x", "X", "*", "01", "00", "18446744073709551615", "18446744073709551616");
    private static final List<String> RELEASES = List.of(
            "-0",
            "-1",
            "-a",
            "-a.1",
            "-a.b",
            "-beta.2",
            "-rc1",
            "-01",
            "-a.01",
            "-",
            "--",
            "-a-b",
            "-A",
            "-x",
            "-99999999999999999999");
    private static final Mutations MUTATIONS = new Mutations(
            List.of(
                    " - ", "||", " || ", ", ", ".x", ".*", ">=", "~>", "^", "v", "-alpha", "+m", "-0", "\t", "\u00a0",
                    "1.2.3"),
            "0123456789.xX*vV-+=<>~^!|, ab\t\r");

    private final HelmReader helm = new HelmReader();

    @Override
    public byte[] input(Random random) {
        StringBuilder constraint = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            constraint.append(
                    random.nextInt(8) == 0 ? version(3, random) + " - " + version(3, random) : single(random));
            constraint.append(i == 0 ? "" : pick(List.of(" || ", "||", ", ", ",", " ", "  "), random));
        }
        String text = constraint.toString();
        String version = version(0, random);
        if (random.nextInt(4) == 0) {
            text = MUTATIONS.change(text, "1.x || >2", random);
        }
        if (random.nextInt(12) == 0) {
            version = MUTATIONS.change(version, "1.2.3-a", random);
        }
        return (text.replace('\n', ' ') + "\n" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static String single(Random random) {
        return pick(OPERATORS, random) + (random.nextInt(5) == 0 ? " " : "") + version(3, random);
    }

    /** Takes how many kinds of wildcards there may be. */
    private static String version(int wildcards, Random random) {
        StringBuilder version = new StringBuilder(random.nextInt(12) == 0 ? "v" : "");
        int parts = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 3;
        for (int i = 0; i < parts; i++) {
            int wild = random.nextInt(10);
            version.append(i == 0 ? "" : ".");
            version.append(
                    wild < wildcards - 1
                            ? NUMBERS.get(5 + wild)
                            : NUMBERS.get(random.nextInt(random.nextInt(30) == 0 ? NUMBERS.size() : 4)));
        }
        version.append(random.nextInt(4) == 0 ? pick(RELEASES, random) : "");
        return version + (random.nextInt(12) == 0 ? pick(List.of("+m", "+1.a", "+01", "+", "+a-b"), random) : "");
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Override
    public String ours(byte[] input) {
        String[] lines = lines(input);
        try {
            VersionConstraint constraint = VersionConstraint.parse(lines[0]);
            Optional<ChartVersion> version = ChartVersion.loose(lines[1]);
            return version.map(one -> constraint.matches(one) ? "+" : "-").orElse(null);
        } catch (ChartException e) {
            Cost.requireOneLine(e.getMessage());
            return null;
        }
    }

    private static String[] lines(byte[] input) {
        return new String(input, StandardCharsets.UTF_8).split("\n", 2);
    }

    @Override
    public List<String> helms(List<byte[]> inputs) throws IOException {
        Optional<String> all =
                helm.matches(inputs.stream().map(Constraints::json).toList());
        if (all.isPresent()) {
            return List.of(all.get().split(""));
        }
        if (inputs.size() == 1) {
            return List.of("refused");
        }
        List<String> halves = new ArrayList<>(helms(inputs.subList(0, inputs.size() / 2)));
        halves.addAll(helms(inputs.subList(inputs.size() / 2, inputs.size())));
        return halves;
    }

    private static String json(byte[] input) {
        String[] lines = lines(input);
        try {
            return JSON.writeValueAsString(Map.of("c", lines[0], "v", lines[1]));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        helm.close();
    }
}
