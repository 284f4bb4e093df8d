package io.jenkins.plugins.ocichart.differential;

import io.jenkins.plugins.ocichart.chart.ChartFiles;
import io.jenkins.plugins.ocichart.chart.LoadedChart;
import io.jenkins.plugins.ocichart.chart.archive.ArchiveEntries;
import io.jenkins.plugins.ocichart.fixture.ChartArchiveBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

/** Archives of charts: files of all kinds under names of all kinds, then bytes of their tar headers and gzip changed. */
final class Archives extends Charts {
    private static final int HEADER = 512;
    private static final int[] FIELDS = {0, 100, 108, 116, 124, 136, 156, 157, 257, 263, 329, 337, 345, 500};
    private static final String CHARACTERS = "\0 /.\\01789-+axgLKNSV5\u0080\u00ff";

    private static final List<String> FOLDERS = List.of(
            "a/", "a/", "a/", "b/", "./a/", "a//", "/a/", "a/../a/", "a\\", "", "./", "../a/", "c:/a/", "\u00e4/");
    private static final List<String> NAMES = List.of(
            "Chart.yaml",
            "values.yaml",
            "Chart.lock",
            "requirements.yaml",
            "requirements.lock",
            "README.md",
            "charts/b/Chart.yaml",
            "charts/b/values.yaml",
            "charts/b/charts/c/Chart.yaml",
            "charts/_x",
            "charts/.y/z",
            "charts/b.tgz",
            "charts/b-1.0.0.tgz",
            "charts/c.tgz.prov",
            "charts/README",
            "charts",
            "charts/b",
            "chart.yaml",
            "Chart.yaml/x",
            "./Chart.yaml",
            "x/../Chart.yaml",
            "files/x",
            "x" + "y".repeat(120),
            "\u00e9",
            "crds/x.txt");
    private static final List<String> YAMLS = List.of(
            "apiVersion: v2\nname: x\nversion: 1.0.0\n",
            "apiVersion: v1\nname: x\nversion: 1.0.0\n",
            "name: y\nversion: 1.2.3\nkeywords: [a]\n",
            "\ufeffapiVersion: v2\nname: x\nversion: 1.0.0\n",
            "dependencies: [{name: d, version: 1.0.0, repository: 'oci://r'}]\n",
            "dependencies: []\ngenerated: 2024-01-01T00:00:00Z\ndigest: sha256:x\n",
            "a: 1\n",
            "",
            "~",
            "- a",
            "a",
            "a: {b",
            "{}",
            "description: other\n");

    private static final List<String> RECORDS =
            List.of(("path path linkpath size mtime atime ctime uid gid uname gname charset comment GNU.sparse.major "
                            + "GNU.sparse.minor GNU.sparse.name GNU.sparse.realsize GNU.sparse.size GNU.sparse.map GNU.sparse.numblocks SCHILY.xattr.a hdrcharset")
                    .split(" "));
    private static final List<String> VALUES = List.of(
            "1", "0", "1.5", "-1", "", "x", "0,1", "1e3", "99999999999999999999", "1.", ".5", "-0.5", "+1", "BINARY");

    Archives() {
        super("x.tgz");
    }

    @Override
    public byte[] input(Random random) {
        byte[] tar = build(random, 0);
        if (random.nextInt(3) > 0) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                tar = change(tar, random);
            }
            if (random.nextInt(20) > 0) {
                tar = ChartArchiveBuilder.withChecksums(tar);
            }
        }
        byte[] archive = ChartArchiveBuilder.gzip(tar);
        if (random.nextInt(20) == 0) {
            int at = random.nextBoolean() ? random.nextInt(12) : archive.length - 1 - random.nextInt(9);
            archive[at] = (byte) random.nextInt(256);
        }
        return archive;
    }

    private static byte[] build(Random random, int nesting) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        String folder = random.nextInt(4) == 0 ? pick(FOLDERS, random) : "a/";
        int yaml = random.nextInt(4);
        for (int i = 0; i < 4; i++) {
            if (i == yaml) {
                entry(tar, '0', folder + "Chart.yaml", bytes(YAMLS.get(random.nextInt(4))), random);
            } else if (random.nextBoolean()) {
                add(tar, random.nextInt(10) == 0 ? pick(FOLDERS, random) : folder, nesting, random);
            }
        }
        tar.writeBytes(new byte[random.nextInt(10) == 0 ? 0 : 2 * HEADER]);
        return tar.toByteArray();
    }

    private static void add(ByteArrayOutputStream tar, String folder, int nesting, Random random) {
        String name = folder + pick(NAMES, random);
        byte[] content = content(name, nesting, random);
        if (random.nextInt(6) == 0) {
            char type = pick(List.of("x", "x", "x", "g", "L", "K", "X"), random).charAt(0);
            entry(
                    tar,
                    type,
                    "PaxHeaders/x",
                    bytes(type == 'L' || type == 'K' ? name + "\0" : records(folder, random)),
                    random);
        }
        boolean odd = random.nextInt(8) == 0;
        char type = odd ? "12345677ASVNDM\0".charAt(random.nextInt(15)) : '0';
        entry(tar, type, name, odd && random.nextBoolean() ? new byte[0] : content, random);
    }

    private static void entry(ByteArrayOutputStream tar, char type, String name, byte[] content, Random random) {
        byte[] header = new byte[HEADER];
        byte[] path = bytes(name);
        put(header, 0, path, 100);
        put(
                header,
                100,
                bytes("0000644\0" + "0000000\0".repeat(2) + String.format("%011o", content.length) + "\00"
                        + "0".repeat(10) + "\0        "),
                56);
        header[156] = (byte) type;
        put(header, 157, bytes(type == '1' || type == '2' ? "a/values.yaml" : ""), 100);
        put(header, 257, bytes(random.nextInt(6) == 0 ? "ustar  \0" : "ustar\00000"), 8);
        put(header, 345, bytes(random.nextInt(20) == 0 ? "a" : ""), 155);
        tar.writeBytes(ChartArchiveBuilder.withChecksums(header));
        tar.writeBytes(content);
        tar.writeBytes(new byte[-content.length & HEADER - 1]);
    }

    private static void put(byte[] header, int at, byte[] field, int longest) {
        System.arraycopy(field, 0, header, at, Math.min(field.length, longest));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String records(String folder, Random random) {
        StringBuilder records = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String value = random.nextBoolean() ? folder + pick(NAMES, random) : pick(VALUES, random);
            String record = " " + pick(RECORDS, random) + "=" + value + "\n";
            int length = record.getBytes(StandardCharsets.UTF_8).length;
            int digits = length > 97 ? 3 : length > 8 ? 2 : 1;
            records.append(length + digits + (random.nextInt(30) == 0 ? 1 : 0)).append(record);
        }
        return records.toString();
    }

    private static byte[] content(String name, int nesting, Random random) {
        if (name.endsWith(".tgz") && nesting < 2 && random.nextInt(10) > 0) {
            return ChartArchiveBuilder.gzip(build(random, nesting + 1));
        }
        boolean valid = name.endsWith("Chart.yaml") && random.nextInt(6) > 0;
        return bytes(valid ? YAMLS.get(random.nextInt(4)) : pick(YAMLS, random));
    }

    private static byte[] change(byte[] tar, Random random) {
        int block = random.nextInt(Math.max(1, tar.length / HEADER)) * HEADER;
        int at = Math.min(
                tar.length - 1,
                block + FIELDS[random.nextInt(FIELDS.length)] + random.nextInt(random.nextInt(3) == 0 ? 20 : 2));
        switch (random.nextInt(12)) {
            case 0:
                return Arrays.copyOf(tar, Math.max(1, random.nextInt(4) == 0 ? at : block));
            case 1:
                byte[] longer = Arrays.copyOf(tar, tar.length + HEADER);
                System.arraycopy(tar, block, longer, block + HEADER, tar.length - block);
                return longer;
            case 2:
                tar[at] = (byte) random.nextInt(256);
                return tar;
            default:
                tar[at] = (byte) CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
                return tar;
        }
    }

    private static String pick(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Override
    Read read(byte[] input) throws IOException {
        LoadedChart chart = LoadedChart.load(
                ChartFiles.ofArchive(new ByteArrayInputStream(input), new ArchiveEntries.Budget()), new HashSet<>());
        return new Read(
                chart.metadata().toJson(),
                chart.subcharts().stream()
                        .map(one -> one.chart().metadata().name())
                        .distinct()
                        .sorted()
                        .toArray(String[]::new));
    }

    @Override
    String show(byte[] input) throws IOException {
        return helm.archive(input);
    }
}
