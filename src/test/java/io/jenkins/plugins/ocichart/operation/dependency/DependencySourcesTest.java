package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Jenkins knows of a place goes before what the machine knows. */
class DependencySourcesTest {
    private static final String URL = "https://charts.example.com/stable";
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "pw-of-alice");
    private static final RegistryCredential BOB = RegistryCredential.basic("bob", "pw-of-bob");
    private static final RegistryAccess OTHERS = new RegistryAccess(
            ConnectionSettings.DEFAULT,
            RegistryCredential.anonymous(),
            Map.of("HELM_REPOSITORY_CONFIG", "repositories.yaml"));

    @TempDir
    private Path dir;

    @BeforeEach
    void writeRepositories() throws IOException {
        Files.writeString(dir.resolve("repositories.yaml"), """
                repositories:
                - {name: far, url: "https://far.example.com", username: eve, password: pw}
                - {name: corp, url: "%s/", username: alice, password: pw-of-alice, pass_credentials_all: true,
                   cafile: machine.pem}
                """.formatted(URL));
    }

    private ChartRepository reached(Map<String, String> names, ChartRepository... configured) throws IOException {
        return new DependencySources(names, Map.of(), List.of(configured), OTHERS).repository(URL, dir);
    }

    private static ChartRepository configured(String url, RegistryCredential credential, String caFile) {
        return new ChartRepository(
                "", url, credential, false, new ConnectionSettings(false, false, caFile, null, null));
    }

    private ChartRepository expected(RegistryCredential credential, boolean passCredentials, String caFile) {
        String file = caFile == null ? null : dir.resolve(caFile).toString();
        return new ChartRepository(
                "", URL, credential, passCredentials, new ConnectionSettings(false, false, file, null, null));
    }

    @Test
    void theMachinesOwnLoginAndConnectionCountIfNothingIsConfigured() throws Exception {
        assertThat(reached(null)).isEqualTo(expected(ALICE, true, "machine.pem"));
        assertThat(reached(null, configured("https://charts.example.com/other", BOB, "own.pem")))
                .isEqualTo(expected(ALICE, true, "machine.pem"));
    }

    @Test
    void aConfiguredLoginCounts() throws Exception {
        assertThat(reached(null, configured(URL + "/", BOB, null))).isEqualTo(expected(BOB, false, "machine.pem"));
    }

    @Test
    void aConfiguredConnectionCounts() throws Exception {
        assertThat(reached(null, configured(URL, RegistryCredential.anonymous(), "own.pem")))
                .isEqualTo(expected(ALICE, true, "own.pem"));
    }

    @Test
    void withNamesFromJenkinsTheMachineDoesNotCount() throws Exception {
        assertThat(reached(Map.of("corp", URL))).isEqualTo(expected(RegistryCredential.anonymous(), false, null));
        assertThat(reached(Map.of(), configured(URL, BOB, "own.pem"))).isEqualTo(expected(BOB, false, "own.pem"));
    }

    @Test
    void aRepositoryHasTheNameThatJenkinsOrElseTheMachineGivesIt() throws Exception {
        assertThat(new DependencySources(Map.of("own", URL), Map.of(), List.of(), OTHERS).named(dir))
                .containsExactly(new ChartRepository(
                        "own", URL, RegistryCredential.anonymous(), false, ConnectionSettings.DEFAULT));
        assertThat(new DependencySources(null, Map.of(), List.of(), OTHERS).named(dir))
                .extracting(ChartRepository::name)
                .containsExactly("far", "corp");
    }

    @Test
    void aRegistryIsReachedAsConfiguredOrElseLikeAllOthers() {
        DependencySources sources =
                new DependencySources(null, Map.of("oci://a/charts", Requests.ALICE), List.of(), OTHERS);
        assertThat(sources.registry("oci://a/charts")).isSameAs(Requests.ALICE);
        assertThat(sources.registry("oci://a")).isSameAs(OTHERS);
    }
}
