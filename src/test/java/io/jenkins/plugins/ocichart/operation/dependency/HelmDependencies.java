package io.jenkins.plugins.ocichart.operation.dependency;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Updates dependencies with real Helm 3 and with us, each in a copy of the same folders, against the same registry and the
 * same classic repository, and describes what is there afterwards.
 */
final class HelmDependencies implements AutoCloseable {
    private final Path dir;
    private final HelmProgram helm = HelmProgram.three();
    private final AnyRegistry registry;
    private final ChartSite site = ChartSite.start();
    private final ChartSite otherSite = ChartSite.start();
    private final List<String> lines = new ArrayList<>();

    private HelmDependencies(Path dir, AnyRegistry registry) {
        this.dir = dir;
        this.registry = registry;
    }

    /** Fills a registry and two repositories with charts. */
    static HelmDependencies in(Path dir, AnyRegistry registry) throws IOException, InterruptedException {
        HelmDependencies both = new HelmDependencies(dir, registry);
        for (String name : List.of("web", "db", "cache")) {
            for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0-rc.1", "2.0.0+b.7")) {
                Path archive = ChartTar.write(dir.resolve("site/charts"), name, version);
                EmbeddedHelm.push(archive, "oci://" + registry.host() + "/charts");
            }
        }
        both.site.serving(dir.resolve("site"));
        both.helm.run("repo", "index", dir.resolve("site/charts").toString());
        Files.copy(dir.resolve("site/charts/index.yaml"), dir.resolve("site/index.yaml"));
        Path cdn = Files.createDirectories(dir.resolve("cdn"));
        ChartTar.write(cdn.resolve("files"), "far", "3.1.4");
        both.otherSite.serving(cdn);
        Files.createDirectories(dir.resolve("site/far"));
        both.helm.run("repo", "index", cdn.resolve("files").toString(), "--url", both.otherSite.url() + "/files");
        Files.move(cdn.resolve("files/index.yaml"), dir.resolve("site/far/index.yaml"));
        return both;
    }

    ChartSite site() {
        return site;
    }

    ChartSite otherSite() {
        return otherSite;
    }

    Path dir() {
        return dir;
    }

    /** What we have shown. */
    List<String> lines() {
        return lines;
    }

    /** Replaces the addresses of the peers in a text. */
    String text(String text) {
        return text.replace("OCI", "oci://" + registry.host() + "/charts")
                .replace("HTTP", site.url() + "/charts")
                .replace("FAR", site.url() + "/far");
    }

    /**
     * A folder for one of the two.
     *
     * @param files paths and contents; a content {@code tgz:NAME-VERSION} is a chart archive, {@code link:TARGET} a link
     */
    Path copy(String whose, Map<String, String> files) throws IOException {
        Path copy = Files.createTempDirectory(dir, whose);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = copy.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            String content = text(file.getValue());
            if (content.startsWith("tgz:")) {
                String[] chart = content.substring(4).split("-", 2);
                ChartTar.write(path, chart[0], chart[1], "");
            } else if (content.startsWith("link:")) {
                Files.createSymbolicLink(path, Path.of(content.substring(5)));
            } else {
                Files.writeString(path, content);
            }
        }
        return copy;
    }

    /** {@code helm dependency VERB chart} in this folder; its home is in the folder too. */
    String helm(Path copy, String verb) throws IOException, InterruptedException {
        return helm.run(
                environment(copy), "dependency", verb, copy.resolve("chart").toString(), "--plain-http");
    }

    private Map<String, String> environment(Path copy) throws IOException {
        Path home = Files.createTempDirectory(dir, "home");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HELM_CACHE_HOME", home.resolve("cache").toString());
        environment.put("HELM_CONFIG_HOME", home.resolve("config").toString());
        environment.put(
                "HELM_REPOSITORY_CONFIG", copy.resolve("repositories.yaml").toString());
        return environment;
    }

    /** What we do with the same. */
    List<FetchedDependency> ours(Path copy, String verb) throws IOException, InterruptedException {
        return ours(copy, verb, null);
    }

    /** The same with repositories that have names. */
    List<FetchedDependency> ours(Path copy, String verb, Map<String, String> names)
            throws IOException, InterruptedException {
        RegistryAccess access =
                new RegistryAccess(ConnectionSettings.DEFAULT, Requests.ALICE.credential(), environment(copy));
        DependencySources sources = new DependencySources(names, Map.of(), List.of(), access);
        lines.clear();
        boolean fromLock = verb.equals("build");
        new DependencyAddresses(List.of("chart"), fromLock, null, sources).run(copy, line -> {});
        return new DependencyUpdate(List.of("chart"), fromLock, null, null, sources, Trust.NONE).run(copy, lines::add);
    }

    /** All files of a copy, and of archives made of folders what is in them. */
    Map<String, String> contents(Path copy) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(copy)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = copy.relativize(file).toString();
                byte[] bytes = Files.readAllBytes(file);
                if (name.endsWith(".tgz")) {
                    contents.put(name, isFromFolder(file) ? entries(file).toString() : hash(bytes));
                } else {
                    contents.put(name, new String(bytes).replaceAll("(?m)^generated: .*$", "generated: …"));
                }
            }
        }
        return contents;
    }

    private static boolean isFromFolder(Path archive) {
        return archive.getFileName().toString().startsWith("local");
    }

    private static Map<String, String> entries(Path archive) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry.getName(), new String(tar.readAllBytes()));
            }
        }
        return entries;
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().toHexDigits(Arrays.hashCode(bytes)) + " of " + bytes.length;
    }

    @Override
    public void close() throws Exception {
        site.close();
        otherSite.close();
    }
}
