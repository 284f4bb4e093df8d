package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RepositoryEndpoint;
import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.fixture.TestCredentials;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.freestyle.OciChartDependencyBuildBuilder;
import io.jenkins.plugins.ocichart.freestyle.OciChartDependencyUpdateBuilder;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.simulator.ChartSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps and build steps of dependencies, against a registry and a repository that both want a login. */
class OciChartDependencyStepsTest {
    private static final String PASSWORD = "password/of+charts";

    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @Started
    private static ChartSite site;

    @TempDir
    Path directory;

    private StepBuild build;
    private String login;

    @BeforeAll
    static void serve(@TempDir Path charts) throws Exception {
        EmbeddedHelm.push(ChartTar.write(charts, "web", "1.2.0"), "oci://" + registry.host() + "/charts");
        ChartTar.write(charts.resolve("site"), "db", "1.0.0");
        HelmProgram.three().run("repo", "index", charts.resolve("site").toString());
        site.serving(charts.resolve("site")).protectedBy("alice", PASSWORD);
    }

    @BeforeEach
    void newBuild() throws Exception {
        build = StepBuild.in(directory);
        login = TestCredentials.add("alice", PASSWORD);
        chart(build.workspace().resolve("app"), site.url());
        site.forget();
    }

    @AfterEach
    void forget() {
        TestCredentials.remove(login);
        OciChartConfiguration.get().setRepositories(List.of());
    }

    private static void chart(Path folder, String repository) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("Chart.yaml"),
                "apiVersion: v2\nname: " + folder.getFileName()
                        + "\nversion: 1.0.0\ndependencies:\n- name: web\n  version: ^1\n  repository: oci://"
                        + registry.host() + "/charts\n- name: db\n  version: ^1\n  repository: \"" + repository
                        + "\"\n");
    }

    private NamedRepository repository(String name) {
        NamedRepository repository = new NamedRepository(site.url());
        repository.name = name;
        repository.credentialsId = login;
        return repository;
    }

    private OciChartDependencyUpdateStep update() throws Exception {
        OciChartDependencyUpdateStep step = new OciChartDependencyUpdateStep();
        step.chart = "app";
        step.credentialsId = registry.credentials();
        return step;
    }

    @Test
    @SuppressWarnings("unchecked")
    void updateAnswersWithAMapForEachDependency() throws Exception {
        OciChartDependencyUpdateStep step = update();
        step.repositories = List.of(repository(""));
        List<Map<String, Object>> maps = (List<Map<String, Object>>) build.run(step);
        assertThat(maps.get(0))
                .containsEntry("name", "web")
                .containsEntry("version", "1.2.0")
                .containsEntry("repository", "oci://" + registry.host() + "/charts")
                .containsEntry("path", "app/charts/web-1.2.0.tgz")
                .containsKey("digest");
        assertThat(maps.get(1)).containsEntry("repository", site.url());
        assertThat(build.workspace().resolve("app/charts/db-1.0.0.tgz")).exists();
        assertThat(build.console()).contains("Saving 2 charts").doesNotContain(PASSWORD);
        assertThat(Files.readString(build.workspace().resolve("app/Chart.lock")))
                .doesNotContain(PASSWORD);
    }

    @Test
    void aNameStandsForARepositoryOfTheStep() throws Exception {
        chart(build.workspace().resolve("app"), "@corp");
        OciChartDependencyUpdateStep step = update();
        step.repositories = List.of(repository("corp"));
        build.run(step);
        assertThat(Files.readString(build.workspace().resolve("app/Chart.lock")))
                .contains("repository: " + site.url() + "\n")
                .doesNotContain("@corp");
    }

    @Test
    void theSystemConfigurationHasTheLoginOfAllBelowAnAddress() throws Exception {
        RepositoryEndpoint entry = new RepositoryEndpoint(site.url() + "/");
        entry.setCredentialsId(login);
        OciChartConfiguration.get().setRepositories(List.of(entry));
        build.run(update());
        assertThat(build.workspace().resolve("app/charts/db-1.0.0.tgz")).exists();
    }

    @Test
    void theLoginOfAnotherAddressIsNotSent() throws Exception {
        RepositoryEndpoint entry = new RepositoryEndpoint(site.url() + "/team-a");
        entry.setCredentialsId(login);
        OciChartConfiguration.get().setRepositories(List.of(entry));
        OciChartDependencyUpdateStep step = update();
        step.repositories = List.of(new NamedRepository(site.url() + "/other"));
        assertThatThrownBy(() -> build.run(step))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageContaining("it wants a login; name credentialsId in repositories");
        assertThat(site.asked()).noneMatch(one -> one.headers().containsKey("authorization"));
    }

    @Test
    void buildFetchesWhatTheLockSays() throws Exception {
        OciChartDependencyUpdateStep first = update();
        first.repositories = List.of(repository(""));
        build.run(first);
        Files.delete(build.workspace().resolve("app/charts/db-1.0.0.tgz"));
        OciChartDependencyBuildStep step = new OciChartDependencyBuildStep();
        step.chart = "app";
        step.credentialsId = registry.credentials();
        step.repositories = List.of(repository(""));
        build.run(step);
        assertThat(build.workspace().resolve("app/charts/db-1.0.0.tgz")).exists();
    }

    @Test
    void credentialsForOneRegistryAreNotShownToTwo() throws Exception {
        chart(build.workspace().resolve("app"), "oci://other.example.com/charts");
        assertThatThrownBy(() -> build.run(update()))
                .isExactlyInstanceOf(AbortException.class)
                .hasMessageStartingWith("the dependencies come from several registries (")
                .hasMessageContaining("other.example.com");
    }

    @Test
    void repositoriesNeedAnAddress() throws Exception {
        OciChartDependencyUpdateStep step = update();
        step.repositories = List.of(new NamedRepository(" "));
        assertThatThrownBy(() -> build.run(step)).hasMessageStartingWith("a repository has no url");
    }

    @Test
    @SuppressWarnings("unchecked")
    void packagingUpdatesDependenciesFirstIfItIsAskedTo() throws Exception {
        OciRegistryLoginStep plain = new OciRegistryLoginStep(registry.host(), registry.credentials());
        build.run(plain);
        OciChartPackageStep step = new OciChartPackageStep("app");
        assertThatThrownBy(() -> build.run(step))
                .hasMessageContaining("found in Chart.yaml, but missing in charts/ directory: web, db");
        step.dependencyUpdate = true;
        step.repositories = List.of(repository(""));
        List<Map<String, Object>> packaged = (List<Map<String, Object>>) build.run(step);
        assertThat(packaged.get(0)).containsEntry("path", "app-1.0.0.tgz");
        assertThat(HelmProgram.three()
                        .run(
                                "show",
                                "chart",
                                build.workspace().resolve("app-1.0.0.tgz").toString()))
                .contains("name: db");
        assertThat(build.workspace().resolve("app/Chart.lock")).exists();
    }

    @Test
    void packagingSeveralChartsAsksForAnIndexOnce() throws Exception {
        build.run(new OciRegistryLoginStep(registry.host(), registry.credentials()));
        for (String name : List.of("one", "two", "three")) {
            chart(build.workspace().resolve("charts/" + name), site.url());
        }
        OciChartPackageStep step = new OciChartPackageStep("charts/*");
        step.dependencyUpdate = true;
        step.repositories = List.of(repository(""));
        build.run(step);
        for (String name : List.of("one", "two", "three")) {
            assertThat(build.workspace().resolve("charts/" + name + "/charts"))
                    .isDirectoryContaining("glob:**/db-1.0.0.tgz")
                    .isDirectoryContaining("glob:**/web-1.2.0.tgz");
        }
        assertThat(site.asked("/index.yaml")).hasSize(1);
    }

    @Test
    void packagingUpdatesTheDependenciesOfTheCurrentDirectory() throws Exception {
        build.run(new OciRegistryLoginStep(registry.host(), registry.credentials()));
        OciChartPackageStep step = new OciChartPackageStep(".");
        step.dependencyUpdate = true;
        step.destination = "../dist";
        step.repositories = List.of(repository(""));

        build.dir("app").run(step);
        assertThat(build.workspace().resolve("app/charts/db-1.0.0.tgz")).exists();
        assertThat(build.workspace().resolve("dist/app-1.0.0.tgz")).exists();
    }

    @Test
    void linksMayLeadAnywhereInTheWorkspace() throws Exception {
        Files.writeString(build.workspace().resolve("values.yaml"), "a: 1\n");
        Files.createSymbolicLink(build.workspace().resolve("app/values.yaml"), Path.of("../values.yaml"));
        OciChartDependencyUpdateStep step = update();
        step.chart = ".";
        step.repositories = List.of(repository(""));
        build.dir("app").run(step);
        assertThat(build.workspace().resolve("app/charts/db-1.0.0.tgz")).exists();
    }

    @Test
    void buildStepsDoTheSameAndExpandVariables() throws Exception {
        FreestyleBuild freestyle = FreestyleBuild.in(directory.resolve("freestyle"))
                .with("FOLDER", "app")
                .with("SITE", site.url());
        chart(freestyle.workspace().resolve("app"), "@corp");
        NamedRepository corp = new NamedRepository("${SITE}");
        corp.name = "corp";
        corp.credentialsId = login;
        OciChartDependencyUpdateBuilder update = new OciChartDependencyUpdateBuilder();
        update.chart = "${FOLDER}";
        update.repositories = List.of(corp);
        update.credentialsId = registry.credentials();
        OciChartDependencyBuildBuilder again = new OciChartDependencyBuildBuilder();
        again.chart = "${FOLDER}";
        again.repositories = List.of(corp);
        again.credentialsId = registry.credentials();
        freestyle.run(update, again);
        assertThat(freestyle.workspace().resolve("app/charts/db-1.0.0.tgz")).exists();
        assertThat(freestyle.console()).contains("web-1.2.0.tgz is in charts already");
    }
}
