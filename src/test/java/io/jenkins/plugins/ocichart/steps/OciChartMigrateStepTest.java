package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.freestyle.OciChartMigrateBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.pipeline.TestContext;
import io.jenkins.plugins.ocichart.record.ChartEvents;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a repository with a login to a registry with another one. */
class OciChartMigrateStepTest {
    private static final String SECRET = "s3cret/of+charts";

    @Started
    private static RegistryWithLogin registry;

    @Started
    private ChartSite site;

    @TempDir
    private Path directory;

    private StepBuild build;
    private String login;

    @BeforeEach
    void serve() throws Exception {
        build = StepBuild.in(directory);
        for (String version : List.of("1.0.0", "1.1.0", "1.2.0+b.1")) {
            ChartTar.write(directory.resolve("site"), "web", version);
        }
        ChartTar.write(directory.resolve("site"), "db", "1.0.0");
        HelmProgram.three().run("repo", "index", directory.resolve("site").toString());
        site.serving(directory.resolve("site")).protectedBy("bob", SECRET);
        login = TestCredentials.add("bob", SECRET);
    }

    private OciChartMigrateStep migrate(String namespace) {
        OciChartMigrateStep step = new OciChartMigrateStep(site.url(), "oci://" + registry.host() + "/" + namespace);
        step.repositoryCredentialsId = login;
        step.credentialsId = registry.credentials();
        return step;
    }

    private static JsonNode rows(TestRun run) throws Exception {
        return new ObjectMapper().readTree(run.artifact("oci-migration.json")).get("charts");
    }

    @Test
    void answersWithCountsAndArchivesARowForEachVersion() throws Exception {
        assertThat(build.run(migrate("all")))
                .isEqualTo(Map.of("total", 4, "pushed", 4, "unchanged", 0, "skipped", 0, "planned", 0, "failed", 0));
        JsonNode rows = rows(build.run());
        assertThat(rows).hasSize(4);
        JsonNode last = rows.get(3);
        assertThat(last.get("from").asText()).isEqualTo(site.url());
        assertThat(last.get("version").asText()).isEqualTo("1.2.0+b.1");
        assertThat(last.get("ref").asText()).isEqualTo(registry.host() + "/all/web:1.2.0_b.1");
        assertThat(last.get("digest").asText()).startsWith("sha256:");
        assertThat(last.get("outcome").asText()).isEqualTo("pushed");
        assertThat(last.get("reason").isNull()).isTrue();
        assertThat(ChartEvents.of(build.run()))
                .extracting(chart -> chart.name + " " + chart.version)
                .containsExactly("db 1.0.0", "web 1.2.0+b.1");
        assertThat(build.run().artifacts()).containsExactly("oci-migration.json");
    }

    @Test
    void aSecretIsNeitherShownNorStoredNorSentElsewhere() throws Exception {
        Path index = directory.resolve("site/index.yaml");
        Files.writeString(
                index, Files.readString(index).replace("- db-1.0.0.tgz", "- oci://h.example.com/" + SECRET + ":1.0.0"));
        assertThatThrownBy(() -> build.run(migrate("secret")))
                .hasMessageContaining("oci://h.example.com/****:1.0.0; copy it");
        assertThat(rows(build.run()).get(0).get("reason").asText()).contains("oci://h.example.com/****:1.0.0");
        assertThat(build.console()).doesNotContain(SECRET, EmbeddedRegistry.PASSWORD);
        for (String file : TestRun.files(directory.resolve("build"))) {
            assertThat(Files.readString(directory.resolve("build").resolve(file)))
                    .as(file)
                    .doesNotContain(SECRET, EmbeddedRegistry.PASSWORD);
        }
    }

    @Test
    void shardsInParallelBranchesEndUpInOneReport() throws Exception {
        List<Callable<Object>> branches = new ArrayList<>();
        for (String shard : List.of("1/2", "2/2")) {
            OciChartMigrateStep step = migrate("shards");
            step.shard = shard;
            branches.add(() -> build.run(step));
        }
        List<Thread> threads = branches.stream()
                .map(branch -> new Thread(() -> {
                    try {
                        branch.call();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        TreeSet<String> versions = new TreeSet<>();
        rows(build.run())
                .forEach(row -> versions.add(row.get("name").asText() + " "
                        + row.get("version").asText() + " " + row.get("outcome").asText()));
        assertThat(versions)
                .containsExactly("db 1.0.0 pushed", "web 1.0.0 pushed", "web 1.1.0 pushed", "web 1.2.0+b.1 pushed");
    }

    @Test
    void aFailureIsNamedAfterTheReportIsArchivedAndTheNextRunReplacesItsRow() throws Exception {
        Path archive = directory.resolve("site/web-1.1.0.tgz");
        byte[] content = Files.readAllBytes(archive);
        Files.delete(archive);
        assertThatThrownBy(() -> build.run(migrate("failing")))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageStartingWith("1 of 4 charts could not be migrated: web 1.1.0: cannot fetch the chart ")
                .message()
                .doesNotContain("\n");
        assertThat(rows(build.run()).get(2).get("outcome").asText()).isEqualTo("failed");

        Files.write(archive, content);
        assertThat(build.run(migrate("failing")))
                .isInstanceOfSatisfying(
                        Map.class,
                        counts -> assertThat(counts).containsEntry("pushed", 1).containsEntry("unchanged", 3));
        assertThat(rows(build.run())).hasSize(4);
        assertThat(rows(build.run()).get(2).get("outcome").asText()).isEqualTo("pushed");
    }

    @Test
    void anAbortedMigrationLeavesAReportOfWhatItHasDone() throws Exception {
        for (int i = 0; i < 12; i++) {
            ChartTar.write(directory.resolve("site"), "app", "0." + i + ".0");
        }
        HelmProgram.three().run("repo", "index", directory.resolve("site").toString());
        site.delayedBy(60_000, "app-0.6.0.tgz");
        TestContext context = new TestContext(build, null);
        StepExecution execution = StepBuild.start(migrate("aborted"), context);
        while (!build.console().contains("(15 of 16)")) {
            Thread.sleep(10);
        }
        execution.stop(new AbortException("aborted by alice"));
        assertThatThrownBy(() -> StepBuild.result(context)).hasMessage("aborted by alice");

        JsonNode rows = rowsOnceThere();
        List<String> outcomes = new ArrayList<>();
        rows.forEach(row -> outcomes.add(row.get("outcome").asText()));
        assertThat(outcomes).hasSize(16).containsOnly("pushed", "pending").containsOnlyOnce("pending");
        site.delayedBy(0);
        build.run(migrate("aborted"));
        assertThat(rows(build.run()))
                .hasSize(16)
                .allSatisfy(row -> assertThat(row.get("outcome").asText()).isIn("pushed", "unchanged"));
    }

    /** An abort ends the step at once; the report follows. */
    private JsonNode rowsOnceThere() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!build.run().artifacts().contains("oci-migration.json") && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return rows(build.run());
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> build.run(new OciChartMigrateStep(" ", "oci://h/charts")))
                .hasMessageStartingWith("from is missing");
        assertThatThrownBy(() -> build.run(new OciChartMigrateStep("https://h", null)))
                .hasMessageStartingWith("remote is missing");
        assertThatThrownBy(() -> build.run(new OciChartMigrateStep("https://bob:pw@h/c", "oci://h/charts")))
                .hasMessageContaining("user name or password")
                .message()
                .doesNotContain("pw");
        assertThatThrownBy(() -> build.run(new OciChartMigrateStep("oci://h/c", "oci://h/charts")))
                .hasMessageContaining("oci://h/c");
    }

    @Test
    void aBuildStepDoesTheSame() throws Exception {
        Files.createDirectories(directory.resolve("freestyle/build"));
        FreestyleBuild freestyle =
                FreestyleBuild.in(directory.resolve("freestyle")).with("TEAM", "freestyle");
        OciChartMigrateBuilder builder =
                new OciChartMigrateBuilder(site.url(), "oci://" + registry.host() + "/${TEAM}");
        builder.repositoryCredentialsId = login;
        builder.credentialsId = registry.credentials();
        builder.include = "w*";
        builder.versions = "<1.1";
        freestyle.run(builder);
        assertThat(freestyle.console()).contains("(1 of 1) web 1.0.0 pushed");
    }
}
