package io.jenkins.plugins.ocichart.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.ocichart.fixture.TestRun;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.DateFormat;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentLogTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private Path file;
    private DeploymentLog log;
    private int minutes;

    @BeforeEach
    void newLog() {
        file = directory.resolve(DeploymentLog.NAME);
        log = new DeploymentLog(file);
    }

    @Test
    void theLastDeploymentOfEachReleaseIsDeployedSinceItsContentCame() throws Exception {
        deploy("staging", "web", "1.0.0");
        deploy("staging", "web", "1.1.0");
        deploy("staging", "db", "5.0.0");
        deploy("staging", "web", "1.1.0");
        deploy("production", "web", "1.0.0");

        assertThat(log.deployed())
                .extracting(
                        Deployment::getEnvironment, Deployment::getName, Deployment::getVersion, Deployment::getSince)
                .containsExactly(
                        tuple("staging", "db", "5.0.0", "2026-01-01T00:03:00Z"),
                        tuple("staging", "web", "1.1.0", "2026-01-01T00:02:00Z"),
                        tuple("production", "web", "1.0.0", "2026-01-01T00:05:00Z"));
        assertThat(log.history(deployment -> deployment.getEnvironment().equals("staging"), 2))
                .extracting(Deployment::getName, Deployment::getVersion)
                .containsExactly(tuple("web", "1.1.0"), tuple("db", "5.0.0"));
    }

    @Test
    void writesTimesInTheLanguageAndTimeZoneOfTheViewer() throws Exception {
        deploy("staging", "web", "1.0.0");
        Deployment deployment = log.deployed().get(0);
        assertThat(deployment.sinceText(Locale.US, "Asia/Tokyo")).isEqualTo("Jan 1, 2026, 9:01 AM");
        assertThat(deployment.timeText(Locale.ITALY, "Europe/Rome")).isEqualTo("1 gen 2026, 01:01");
        DateFormat jellys = DateFormat.getDateTimeInstance(DateFormat.MEDIUM, DateFormat.SHORT, Locale.GERMANY);
        assertThat(deployment.timeText(Locale.GERMANY, null))
                .isEqualTo(jellys.format(Date.from(BEGIN.plusSeconds(60))));
    }

    @Test
    void followsAJobThatIsMovedAndForgetsOneThatIsDeleted() throws Exception {
        deploy("staging", "web", "1.0.0");
        log.moved("charts", "folder/charts");
        log.moved("another", "folder/another");
        assertThat(jobs()).containsExactly("folder/charts");
        deploy("staging", "db", "1.0.0");
        assertThat(jobs()).containsExactly("folder/charts", "charts");
        log.deleted("folder/charts");
        log.deleted("charts");
        assertThat(jobs()).containsExactly("", "");
        deploy("staging", "new", "1.0.0");
        assertThat(jobs()).containsExactly("", "", "charts");
        assertThat(file).content().doesNotContain("another");
    }

    @Test
    void livesWithALineThatWasCutOff() throws Exception {
        deploy("staging", "web", "1.0.0");
        Files.writeString(file, "{\"time\":\"2026", StandardOpenOption.APPEND);
        deploy("staging", "web", "1.1.0");

        assertThat(log.history(deployment -> true, 10))
                .extracting(Deployment::getVersion)
                .containsExactly("1.1.0", "1.0.0");
    }

    @Test
    void staysBoundedAndKeepsWhatIsDeployed() throws Exception {
        deploy("rare", "web", "0.1.0");
        String old = Files.readString(file);
        String line = old.replace("rare", "often");
        StringBuilder lines = new StringBuilder();
        int revisions = 0;
        while (lines.length() <= DeploymentLog.LARGEST) {
            lines.append(line.replace("\"revision\":1,", "\"revision\":" + ++revisions + ","));
        }
        assertThat(revisions).as("README says 10,000 to 20,000 or so").isBetween(20_000, 40_000);
        Files.writeString(file, lines, StandardOpenOption.APPEND);
        log.moved("charts", "renamed");
        deploy("often", "web", "9.0.0");

        assertThat(Files.size(file)).isLessThan(DeploymentLog.LARGEST * 2 / 3);
        assertThat(log.deployed())
                .extracting(Deployment::getEnvironment, Deployment::getVersion, Deployment::getJob)
                .containsExactlyInAnyOrder(tuple("rare", "0.1.0", "renamed"), tuple("often", "9.0.0", "charts"));
    }

    @Test
    void tenThousandDeploymentsInAHundredEnvironmentsAreReadInOnePass() throws Exception {
        deploy("environment", "web", "1.0.0");
        String line = Files.readString(file);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            lines.append(line.replace("\"environment\":\"environment\"", "\"environment\":\"e" + i % 100 + "\"")
                    .replace("\"release\":\"web\"", "\"release\":\"r" + i / 100 % 5 + "\""));
        }
        Files.writeString(file, lines);

        assertThat(log.deployed()).hasSize(500);
        assertThat(log.history(deployment -> deployment.getEnvironment().equals("e7"), 1000))
                .hasSize(100);
    }

    private List<String> jobs() throws IOException {
        return log.deployed().stream().map(Deployment::getJob).toList();
    }

    private void deploy(String environment, String name, String version) throws Exception {
        String digest = "sha256:"
                + Integer.toHexString((name + version).hashCode()).repeat(64).substring(0, 64);
        RegistryChart chart = new RegistryChart(
                "registry/charts/" + name + ":" + version,
                "registry",
                "charts/" + name,
                version,
                digest,
                name,
                version,
                "",
                digest,
                1,
                null);
        minutes++;
        log.add(
                TestRun.in(directory.resolve("run")),
                new RecordedDeployment(
                        new PulledChart(chart, "path", "file", null, Verification.NONE),
                        environment,
                        "cluster",
                        "default",
                        name,
                        minutes,
                        "deployed",
                        BEGIN.plusSeconds(60L * minutes)));
    }
}
