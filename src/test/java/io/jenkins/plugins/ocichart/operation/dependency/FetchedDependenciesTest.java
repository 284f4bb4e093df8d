package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.fixture.ChartIndex;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies in a simulated registry ({@code OCI}) and on a web site ({@code HTTP}). */
class FetchedDependenciesTest {
    @TempDir
    private Path dir;

    @Started
    private ChartSite site;

    @Started
    private SimulatedRegistry registry;

    private Path charts;

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void serve() throws Exception {
        charts = dir.resolve("site/charts");
        for (String version : List.of("1.0.0", "1.2.0", "1.10.0", "2.0.0+b.7")) {
            ChartTar.write(charts, "web", version);
        }
        ChartTar.write(charts, "db", "1.0.0");
        ChartIndex.write(charts);
        site.serving(dir.resolve("site"));
    }

    /** Pushes what the site has. */
    private void push() throws Exception {
        ChartPush.run(dir, Requests.push("site/charts/*.tgz", registry.host()), line -> {});
        registry.requests().clear();
    }

    private String text(String text) {
        return text.replace("OCI", "oci://" + registry.host() + "/charts").replace("HTTP", site.url() + "/charts");
    }

    private void chart(String... dependencies) throws IOException {
        StringBuilder yaml = new StringBuilder("apiVersion: v2\nname: parent\nversion: 1.0.0\ndependencies:\n");
        for (String dependency : dependencies) {
            String[] parts = text(dependency).split("\\|");
            yaml.append(
                    "- name: " + parts[0] + "\n  version: \"" + parts[1] + "\"\n  repository: \"" + parts[2] + "\"\n");
        }
        Files.createDirectories(dir.resolve("chart"));
        Files.writeString(dir.resolve("chart/Chart.yaml"), yaml);
    }

    private List<FetchedDependency> run(boolean fromLock, Trust trust, String... folders) throws Exception {
        DependencySources sources = new DependencySources(Map.of(), Map.of(), List.of(), Requests.NOBODY);
        return new DependencyUpdate(List.of(folders), fromLock, null, null, sources, trust).run(dir, lines::add);
    }

    private List<FetchedDependency> update() throws Exception {
        return run(false, Trust.NONE, "chart");
    }

    private List<FetchedDependency> build() throws Exception {
        return run(true, Trust.NONE, "chart");
    }

    private FetchedDependency fetched(String name, String version, String repository) throws Exception {
        String file = name + "-" + version + ".tgz";
        return new FetchedDependency(
                name,
                version,
                text(repository),
                "chart/charts/" + file,
                "sha256:" + ChartArchive.sha256(charts.resolve(file)));
    }

    @Test
    void aRangeIsLookedForInTheIndex() throws Exception {
        chart("web|^1|HTTP", "db|1|HTTP/");
        assertThat(update()).containsExactly(fetched("web", "1.10.0", "HTTP"), fetched("db", "1.0.0", "HTTP/"));
        assertThat(lines)
                .startsWith("Saving 2 charts")
                .contains(text("Downloading web from repo HTTP"), text("Downloading db from repo HTTP/"));
        assertThat(site.asked("index.yaml")).hasSize(1);
    }

    @Test
    void aRangeIsLookedForAmongTheTags() throws Exception {
        push();
        chart("web|^1|OCI", "db|1.0.0|OCI");
        assertThat(update()).containsExactly(fetched("web", "1.10.0", "OCI"), fetched("db", "1.0.0", "OCI"));
        assertThat(registry.requests())
                .filteredOn(request -> request.endsWith("/tags/list"))
                .containsExactly("GET /v2/charts/web/tags/list");
        assertThat(registry.requests())
                .filteredOn(request -> request.contains("/manifests/"))
                .hasSize(2);
    }

    @Test
    void theBuildMetadataOfATagIsReadBack() throws Exception {
        push();
        chart("web|>=2|OCI");
        assertThat(update()).containsExactly(fetched("web", "2.0.0+b.7", "OCI"));
    }

    @Test
    void whatChartsHasAlreadyIsNotFetchedFromARegistry() throws Exception {
        push();
        chart("web|1.0.0|OCI");
        update();
        registry.requests().clear();
        assertThat(update()).containsExactly(fetched("web", "1.0.0", "OCI"));
        assertThat(registry.requests()).noneMatch(request -> request.contains("/blobs/"));
        assertThat(lines).endsWith("Saving 1 charts", "web-1.0.0.tgz is in charts already");
    }

    @Test
    void aBuildFetchesTheLockedVersions() throws Exception {
        push();
        chart("web|^1|HTTP", "db|^1|OCI");
        update();
        ChartTar.write(charts, "web", "1.11.0");
        ChartTar.write(charts, "db", "1.1.0");
        ChartIndex.write(charts);
        push();
        Files.delete(dir.resolve("chart/charts/web-1.10.0.tgz"));
        Files.delete(dir.resolve("chart/charts/db-1.0.0.tgz"));
        assertThat(build()).containsExactly(fetched("web", "1.10.0", "HTTP"), fetched("db", "1.0.0", "OCI"));
        assertThat(registry.requests()).noneMatch(request -> request.endsWith("/tags/list"));
    }

    @Test
    void aLockedVersionThatIsGoneIsNamed() throws Exception {
        chart("web|^1|HTTP");
        update();
        Files.delete(charts.resolve("web-1.10.0.tgz"));
        ChartIndex.write(charts);
        assertThatThrownBy(this::build)
                .hasMessage(text("chart \"web\" version \"1.10.0\" not found in HTTP repository"));
    }

    @Test
    void aLockedVersionOfAnotherBuildIsTakenWithAWarning() throws Exception {
        chart("web|^2|HTTP");
        update();
        assertThat(lines).noneMatch(line -> line.startsWith("WARNING"));
        Files.delete(charts.resolve("web-2.0.0+b.7.tgz"));
        ChartTar.write(charts, "web", "2.0.0+b.8");
        ChartIndex.write(charts);
        assertThat(build()).containsExactly(fetched("web", "2.0.0+b.8", "HTTP"));
        assertThat(lines)
                .contains(text("WARNING: HTTP has no web 2.0.0+b.7 any more; its 2.0.0+b.8 is taken, which counts as"
                        + " the same version"));
    }

    @Test
    void anIndexMayPointToARegistry() throws Exception {
        push();
        ChartIndex.edit(charts, "- (web)-1.10.0.tgz", text("- OCI/web:1.10.0"));
        chart("web|^1|HTTP", "db|1.0.0|OCI");
        assertThat(update()).containsExactly(fetched("web", "1.10.0", "HTTP"), fetched("db", "1.0.0", "OCI"));
        assertThat(site.asked(".tgz")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "oci://h.example.com/charts/web | an index has the address oci://h.example.com/charts/web, which has no"
                        + " tag",
                "oci://h.example.com/Charts:1 | repository 'oci://h.example.com/Charts:1' cannot be read: ",
                "web | the index of HTTP has an address whose last part is not the name of a chart archive (NAME.tgz):"
                        + " 'web'",
                ".tgz | the index of HTTP has an address whose last part is not the name of a chart archive (NAME.tgz):"
                        + " '.tgz'"
            })
    void anAddressOfNoArchiveIsRefused(String address, String reason) throws Exception {
        ChartIndex.edit(charts, "- web-1.10.0.tgz", "- " + address);
        chart("web|^1|HTTP");
        assertThatThrownBy(this::update).hasMessageStartingWith(text(reason));
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ghost|1.0.0|HTTP ; ghost chart not found in repo HTTP",
                "web|^7|HTTP ; can't get a valid version for 1 subchart(s): \"web\" (repository \"HTTP\", version \"^7\")",
                "web|^7|OCI ; OCI/web has no version that matches '^7' (the newest is 2.0.0+b.7)",
                "a/web|1.0.0|OCI ; dependency \"a/web\" can't be the name of a chart in a registry: it has no tag, digest"
                        + " or path, its version says which",
                "web|1.0.0|oci://h.example.com/Charts ; repository 'oci://h.example.com/Charts' cannot be read: "
            })
    void whatCannotBeFoundIsNamed(String dependency, String reason) throws Exception {
        push();
        chart(dependency);
        assertThatThrownBy(this::update).hasMessageStartingWith(text(reason));
    }

    @Test
    void whatTheRegistryWantsItsUsersToReadIsTold() throws Exception {
        push();
        registry.always(
                "GET",
                "/manifests/",
                exchange -> registry.answer(exchange, Map.of("Warning", "299 - \"read-only on Sunday\"")));
        chart("web|1.0.0|OCI");
        update();
        assertThat(lines).containsOnlyOnce("WARNING: " + registry.host() + " says: read-only on Sunday");
    }

    private void sign(String archive, String verdict) throws IOException {
        Files.writeString(charts.resolve(archive + ".prov"), verdict);
    }

    @ParameterizedTest
    @CsvSource({"HTTP", "OCI"})
    void whoSignedAChartIsTold(String repository) throws Exception {
        sign("web-1.0.0.tgz", "good");
        push();
        chart("web|1.0.0|" + repository);
        List<String> asked = new ArrayList<>();
        List<FetchedDependency> fetched = run(false, DependencyUpdateTest.trusting(asked), "chart");
        String digest = fetched.get(0).digest();
        assertThat(fetched).containsExactly(fetched("web", "1.0.0", repository));
        assertThat(asked).containsExactly("web-1.0.0.tgz " + digest);
        assertThat(lines)
                .containsSequence(
                        "Signed by: Alice", "Using Key With Fingerprint: 0123", "Chart Hash Verified: " + digest);
    }

    @ParameterizedTest
    @CsvSource({"HTTP, HTTP: web-1.0.0.tgz", "OCI, OCI/web:1.0.0"})
    void whatIsNotSignedIsNotWrittenAndNamedWithoutItsFolder(String repository, String name) throws Exception {
        push();
        chart("web|1.0.0|" + repository);
        Files.createDirectories(dir.resolve("second"));
        Files.writeString(dir.resolve("second/Chart.yaml"), "apiVersion: v2\nname: second\nversion: 1.0.0\n");
        assertThatThrownBy(() -> run(false, DependencyUpdateTest.trusting(new ArrayList<>()), "chart", "second"))
                .isInstanceOf(UnverifiedException.class)
                .hasMessage("cannot verify " + text(name).replace("oci://", "")
                        + ": it has no provenance file, so nobody has signed it with an OpenPGP key");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }

    @Test
    void aFolderOfThisMachineNeedsNoSignature() throws Exception {
        Files.createDirectories(dir.resolve("local"));
        Files.writeString(dir.resolve("local/Chart.yaml"), "apiVersion: v2\nname: local\nversion: 1.0.0\n");
        chart("local|^1|file://../local");
        List<String> asked = new ArrayList<>();
        assertThat(run(false, DependencyUpdateTest.trusting(asked), "chart")).hasSize(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void provenanceIsFetchedOnlyIfItIsAskedFor() throws Exception {
        chart("web|1.0.0|HTTP");
        Trust cosign = new Trust(null, null, "PEM", null, Map.of());
        assertThatThrownBy(() -> run(false, cosign, "chart"))
                .isInstanceOf(UnverifiedException.class)
                .hasMessageContaining("it is not in an OCI registry");
        assertThat(site.asked(".prov")).isEmpty();
    }

    @Test
    void whatIsNoChartIsRefused() throws Exception {
        Files.writeString(charts.resolve("web-1.0.0.tgz"), "<html>");
        ChartIndex.write(charts);
        chart("web|1.0.0|HTTP");
        assertThatThrownBy(this::update)
                .hasMessageStartingWith("what was fetched for dependency web is not a valid chart: web-1.0.0.tgz: is"
                        + " not a gzipped archive");
        assertThat(dir.resolve("chart/charts")).doesNotExist();
    }
}
