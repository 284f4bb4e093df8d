package io.jenkins.plugins.ocichart.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.chart.ChartMetadata;
import io.jenkins.plugins.ocichart.chart.MetadataDraft;
import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Chart.yamls: some from a grammar of YAML, some changed from what was read before. */
final class ChartYamls extends Charts {
    private static final String START = "apiVersion: v2\nname: nm\nversion: 1.0.0\n";
    private static final int POOL = 4096;
    private static final int LONGEST = 2000;

    private static final List<String> KEYS = List.of(
            ("name home version description icon apiVersion condition tags appVersion deprecated kubeVersion type keywords sources "
                            + "maintainers annotations dependencies email url repository alias enabled NAME Home x <<")
                    .split(" "));
    private static final List<String> LISTS = List.of("keywords", "sources", "tags", "x");
    private static final List<String> SCALARS = scalars();
    private static final Mutations MUTATIONS = new Mutations(words(), " \t\n:-,[]{}#&*!|>'\"%@`?=~<+_./\\0189exnNy\r");

    private final List<String> pool = new ArrayList<>();

    ChartYamls() {
        super("x/Chart.yaml");
        try (InputStream cases =
                ChartMetadata.class.getResourceAsStream("/io/jenkins/plugins/ocichart/chart/chart-yaml-cases.jsonl")) {
            new ObjectMapper()
                    .readerFor(JsonNode.class)
                    .<JsonNode>readValues(cases)
                    .forEachRemaining(one -> pool.add(one.get("yaml").asText()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> scalars() {
        List<String> all = new ArrayList<>(List.of(
                "a",
                "''",
                "\"\"",
                "text of words",
                "'it''s'",
                "\"\\u00e9\\x41\\t\\\"\\/\\n\"",
                "\"\\U0001F600\"",
                "\u4e16\u754c"));
        all.add("- a");
        all.add("? a");
        all.add("|\n    block\n\n    text");
        all.add(">-\n    folded\n     more\n    text\n");
        all.add("|+2\n    kept\n\n");
        all.add("plain\n    goes on");
        all.add("\"double\n    quoted \\\n    text\"");
        for (String words : List.of(
                "~ null Null NULL true True TRUE false yes Yes NO on Off y n Y N = << <",
                "0 -0 +1 1 10 010 0o10 0x1F 0b101 089 1_000 1__0 _1 1_ 0_7 -0x1 +0b1 0x 0b2 0o8 0xG",
                "1.0 1.10 -1.5 .5 5. 1e3 1E+3 1e-3 1e 1.e1 .inf -.Inf +.INF .nan .NaN 1.5_0 1e21 1e20 123456789012345678",
                "9223372036854775807 9223372036854775808 18446744073709551615 18446744073709551616 -9223372036854775808",
                "0.00001 0.000001 1e400 -1e400 1e-400 4.9e-324 0.1e1 100000000000000000000 1.7976931348623157e308 1:30 1:2:3.5",
                "2024-01-01 2024-1-1 2024-13-01 2001-12-14T21:59:43.10-05:00 2024-01-01T00:00:00Z 2024-02-30 1.2.3 v1 ^1.2",
                "!!str !!int !!float !!bool !!null !custom ! !!binary !!timestamp &a *a @x `x %x a:b a#b a: #c -a ,a [] {} {a}",
                "application library oci://x/y https://e.com/?a=b&c=d a@b.c 1.2.3-rc.1+m 'a' \"a\" [a,b] {a:1} ... ---")) {
            all.addAll(List.of(words.split(" ")));
        }
        return all;
    }

    private static List<String> words() {
        List<String> all = new ArrayList<>(SCALARS);
        KEYS.forEach(key -> all.add("\n" + key + ": "));
        all.addAll(List.of(
                "&a ", "*a", "!!str ", "!!int ", " #", ": ", "\n- ", "\n  ", "\n---\n", "<<: *a", "? ", "\u0085",
                "\u2028", "\ufeff", "\u00a0"));
        return all;
    }

    @Override
    public byte[] input(Random random) {
        String text;
        if (random.nextInt(3) == 0) {
            StringBuilder fields = new StringBuilder(START);
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                fields.append(field(random));
            }
            text = fields.toString();
        } else {
            String base = pool.get(random.nextInt(pool.size()));
            String other = pool.get(random.nextInt(pool.size()));
            text = base.startsWith(START) && random.nextInt(4) > 0
                    ? START + MUTATIONS.change(base.substring(START.length()), other, random)
                    : MUTATIONS.change(base, other, random);
        }
        if (random.nextInt(50) == 0) {
            byte[] broken = text.getBytes(StandardCharsets.UTF_8);
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            return broken;
        }
        return text.getBytes(random.nextInt(100) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    }

    private static String field(Random random) {
        String anchor = random.nextInt(10) == 0 ? "&a " : "";
        return switch (random.nextInt(10)) {
            case 0 -> pick(LISTS, random) + ": " + anchor + flow(random) + "\n";
            case 1 -> pick(LISTS, random) + ":\n" + block(random, () -> "- " + scalar(random));
            case 2 -> "annotations:\n" + block(random, () -> "  " + scalar(random) + ": " + scalar(random));
            case 3 -> "annotations: {" + scalar(random) + ": " + scalar(random) + ", k: " + scalar(random) + "}\n";
            case 4 ->
                "maintainers:\n"
                        + block(random, () -> "- {name: " + scalar(random) + ", email: " + scalar(random) + "}");
            case 5 ->
                "dependencies:\n"
                        + block(
                                random,
                                () -> "- name: " + scalar(random) + "\n  version: " + scalar(random) + "\n  "
                                        + pick(List.of("repository", "condition", "alias", "tags", "enabled"), random)
                                        + ": "
                                        + scalar(random)
                                        + (random.nextInt(30) == 0 ? "\n  import-values: " + flow(random) : ""));
            default ->
                pick(KEYS, random) + ":" + (random.nextInt(20) == 0 ? "" : " ") + anchor + scalar(random)
                        + (random.nextInt(10) == 0 ? " # c" : "") + (random.nextInt(30) == 0 ? "\r\n" : "\n");
        };
    }

    private static String block(Random random, Supplier<String> line) {
        StringBuilder block = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            block.append(line.get()).append('\n');
        }
        return block.toString();
    }

    private static String flow(Random random) {
        return random.nextBoolean()
                ? "[" + scalar(random) + ", " + scalar(random) + "]"
                : "[" + scalar(random) + ", {a: " + scalar(random) + "}]";
    }

    private static String scalar(Random random) {
        if (random.nextInt(8) == 0) {
            return number(random);
        }
        String tag = random.nextInt(12) == 0
                ? pick(List.of("!!str ", "!!int ", "!!float ", "!!bool ", "! ", "&a "), random)
                : "";
        return tag + pick(SCALARS, random);
    }

    private static String number(Random random) {
        String digits = Long.toString(random.nextLong() >>> random.nextInt(64));
        return switch (random.nextInt(4)) {
            case 0 -> digits;
            case 1 -> digits + "." + (random.nextInt() >>> random.nextInt(32));
            case 2 -> digits + "e" + (random.nextInt(700) - 350);
            default -> "0." + "0".repeat(random.nextInt(25)) + digits;
        };
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Override
    Read read(byte[] input) throws ChartException {
        MetadataDraft metadata = new MetadataDraft();
        new GoJsonField("Chart.yaml").struct(metadata, GoYaml.decode(input));
        metadata.defaultApiVersion();
        return new Read(metadata.validated().toJson());
    }

    @Override
    String show(byte[] input) throws IOException {
        return helm.chartYaml(input);
    }

    @Override
    public void keep(byte[] input, Random random) {
        if (input.length < LONGEST) {
            String text = new String(input, StandardCharsets.UTF_8);
            if (pool.size() < POOL) {
                pool.add(text);
            } else {
                pool.set(random.nextInt(POOL), text);
            }
        }
    }
}
