package io.jenkins.plugins.ocichart.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.model.StringParameterValue;
import io.jenkins.plugins.ocichart.fixture.FreestyleBuild;
import io.jenkins.plugins.ocichart.fixture.PackagedChart;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciChartVersionParameterDefinitionTest {
    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @TempDir
    private Path directory;

    @BeforeAll
    static void push(@TempDir Path charts) throws Exception {
        for (String version : new String[] {"1.0.0", "1.10.0", "1.9.0", "2.0.0", "2.1.0-rc.1"}) {
            EmbeddedHelm.push(PackagedChart.pack("web", version, charts), "oci://" + registry.host() + "/charts");
        }
    }

    @Test
    void offersTheVersionsOfTheRangeNewestFirst() throws Exception {
        OciChartVersionParameterDefinition parameter = parameter();
        assertThat(choices(parameter))
                .isEqualTo(new VersionChoices(List.of("2.0.0", "1.10.0", "1.9.0", "1.0.0"), null));
        parameter.setVersion("^1");
        parameter.setLimit(2);
        assertThat(choices(parameter).versions()).containsExactly("1.10.0", "1.9.0");
        parameter.setVersion("");
        parameter.setDevel(true);
        assertThat(choices(parameter).versions()).containsExactly("2.1.0-rc.1", "2.0.0");
        parameter.setVersion("^3");
        assertThat(choices(parameter))
                .isEqualTo(VersionChoices.problem(parameter.getChart() + " has no version that matches"));
    }

    @Test
    void saysWhyThereIsNoChoice() throws Exception {
        OciChartVersionParameterDefinition parameter = parameter();
        parameter.setCredentialsId("unknown");
        assertThat(choices(parameter).problem()).contains("unknown");
        parameter.setCredentialsId("");
        assertThat(choices(parameter).problem()).contains(registry.host());
        assertThat(choices(new OciChartVersionParameterDefinition("VERSION", "nothing"))
                        .problem())
                .isNotBlank();
    }

    @Test
    void waitsAFewSecondsForARegistryThatDoesNotAnswerAndThenNotAgain() throws Exception {
        try (ServerSocketChannel silent = ServerSocketChannel.open()) {
            silent.bind(new InetSocketAddress("127.0.0.1", 0)).configureBlocking(false);
            OciChartVersionParameterDefinition parameter = new OciChartVersionParameterDefinition(
                    "VERSION", "oci://127.0.0.1:" + silent.socket().getLocalPort() + "/charts/web");
            Instant begin = Instant.now();
            assertThat(choices(parameter).problem()).endsWith("did not answer within 4 s");
            assertThat(Duration.between(begin, Instant.now())).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(30));
            assertThat(connections(silent)).isPositive();

            assertThat(choices(parameter).problem()).endsWith("did not answer within 4 s");
            assertThat(connections(silent)).isZero();
        }
    }

    private static int connections(ServerSocketChannel server) throws IOException {
        int count = 0;
        for (SocketChannel one = server.accept(); one != null; one = server.accept()) {
            one.close();
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, 7.8.9, true",
        "'', false, 7.8.9-rc.1, false",
        "'', true, 7.8.9-rc.1, true",
        "^1.2, false, 1.9.0, true",
        "^1.2, false, ' 1.9.0 ', true",
        "^1.2, false, 2.0.0, false",
        "^1.2, false, 1.2, false",
        "^1.2, false, '', false",
        "^1.2, false, $(reboot), false",
        "'>=1.0 <2', false, 1.5.0+build.1, true"
    })
    void takesAnyVersionOfTheRange(String range, boolean devel, String value, boolean taken) {
        OciChartVersionParameterDefinition parameter = new OciChartVersionParameterDefinition("VERSION", "oci://h/c");
        parameter.setVersion(range);
        parameter.setDevel(devel);

        assertThat(parameter.isValid(new StringParameterValue("VERSION", value.strip(), null)))
                .isEqualTo(taken);
        if (taken) {
            assertThat(parameter.createValue(value).getValue()).isEqualTo(value.strip());
        } else {
            assertThatThrownBy(() -> parameter.createValue(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("VERSION is \"");
        }
    }

    private VersionChoices choices(OciChartVersionParameterDefinition parameter) throws Exception {
        return VersionChoices.ask(parameter, FreestyleBuild.in(directory).getParent());
    }

    private static OciChartVersionParameterDefinition parameter() {
        OciChartVersionParameterDefinition parameter =
                new OciChartVersionParameterDefinition("VERSION", "oci://" + registry.host() + "/charts/web");
        parameter.setCredentialsId(registry.credentials());
        return parameter;
    }
}
