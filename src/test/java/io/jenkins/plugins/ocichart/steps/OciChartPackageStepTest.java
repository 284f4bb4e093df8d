package io.jenkins.plugins.ocichart.steps;

import static io.jenkins.plugins.ocichart.fixture.ChartFixtures.chartYaml;
import static io.jenkins.plugins.ocichart.fixture.ChartFolders.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import hudson.AbortException;
import hudson.tasks.Fingerprinter;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.freestyle.OciChartPackageBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciChartPushBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.record.RecordedChart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciChartPackageStepTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @TempDir
    Path directory;

    private StepBuild build;

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
        shape("api", c -> {}).write(build.workspace().resolve("charts"));
        shape("web", c -> c.file("Chart.yaml", chartYaml("web") + "appVersion: '4.5'\n"))
                .write(build.workspace().resolve("charts"));
    }

    @Test
    void answersWithOneMapForEachChart() throws Exception {
        List<Map<String, Object>> charts = packaged(step("charts/*"));

        Path archive = build.workspace().resolve("dist/web-1.0.0.tgz");
        assertThat(charts).extracting(chart -> chart.get("name")).containsExactly("api", "web");
        assertThat(charts.get(1).keySet())
                .containsExactly("name", "version", "appVersion", "path", "digest", "size", "provenancePath");
        assertThat(charts.get(1))
                .containsEntry("version", "1.0.0")
                .containsEntry("appVersion", "4.5")
                .containsEntry("path", "dist/web-1.0.0.tgz")
                .containsEntry("size", Files.size(archive))
                .containsEntry("provenancePath", null);
        assertThat(build.console()).contains("Successfully packaged chart and saved it to: dist/web-1.0.0.tgz");
    }

    @Test
    void whatItPackagesCanBePushedAndIsRecorded() throws Exception {
        List<Map<String, Object>> charts = packaged(step("charts/web"));
        OciChartPushStep push = new OciChartPushStep("dist/*.tgz", "oci://" + registry.host() + "/packaged");
        push.credentialsId = registry.credentials();
        build.run(push);

        assertThat(EmbeddedHelm.show("chart", "oci://" + registry.host() + "/packaged/web", "1.0.0"))
                .contains("appVersion: \"4.5\"");
        List<RecordedChart> events = ChartEvents.of(build.run());
        assertThat(events).hasSize(2);
        assertThat(events.get(0).toMap()).isEqualTo(charts.get(0));
        assertThat(events.get(1).chartDigest).isEqualTo(charts.get(0).get("digest"));
        Fingerprinter.FingerprintAction fingerprints = build.run().getAction(Fingerprinter.FingerprintAction.class);
        assertThat(fingerprints.getRecords()).containsEntry("dist/web-1.0.0.tgz", events.get(1).md5);
    }

    @Test
    void whatWasPackagedBeforeAFailureIsRecorded() throws Exception {
        Files.writeString(build.workspace().resolve("charts/web/values.yaml"), "- a");

        assertThatThrownBy(() -> build.run(step("charts/api,charts/web")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessage("charts/web: values.yaml: values.yaml must be a map, not a list");
        assertThat(ChartEvents.of(build.run())).extracting(chart -> chart.name).containsExactly("api");
    }

    @Test
    void aChartIsRequired() {
        assertThatThrownBy(() -> build.run(new OciChartPackageStep(" ")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessage("chart is missing: give the folder of a chart, or an Ant pattern such as charts/*");
    }

    @Test
    void linksMayLeadToTheWholeWorkspaceFromADirectoryOfIt() throws Exception {
        Files.writeString(build.workspace().resolve("LICENSE"), "free");
        Files.createSymbolicLink(build.workspace().resolve("charts/web/LICENSE"), Path.of("../../LICENSE"));

        assertThat(build.dir("charts").run(new OciChartPackageStep("web")))
                .asInstanceOf(LIST)
                .hasSize(1);
    }

    @Test
    void theBuildStepPackagesAndTheNextOneKnowsThePath() throws Exception {
        FreestyleBuild freestyle = FreestyleBuild.in(directory.resolve("freestyle"));
        shape("web", c -> {}).write(freestyle.workspace());
        OciChartPackageBuilder pack = new OciChartPackageBuilder("$CHART");
        pack.version = "2.0.${NUMBER}";
        pack.destination = "dist";
        freestyle.with("CHART", "web").with("NUMBER", "7").run(pack);

        OciChartPushBuilder push = new OciChartPushBuilder("dist/*.tgz", "oci://" + registry.host() + "/freestyle");
        push.credentialsId = registry.credentials();
        freestyle.run(push);
        assertThat(freestyle.console()).contains("Pushed: " + registry.host() + "/freestyle/web:2.0.7");
    }

    private static OciChartPackageStep step(String chart) {
        OciChartPackageStep step = new OciChartPackageStep(chart);
        step.destination = "dist";
        return step;
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> packaged(OciChartPackageStep step) throws Exception {
        return (List<Map<String, Object>>) build.run(step);
    }
}
