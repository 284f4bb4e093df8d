package io.jenkins.plugins.ocichart.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what a repository is reached: the request's own login and connection, else those of the machine. */
class MigrateTest {
    private static final String URL = "https://charts.example.com/stable";
    private static final RegistryCredential BOB = RegistryCredential.basic("bob", "pw-of-bob");

    @TempDir
    private Path dir;

    @BeforeEach
    void writeRepositories() throws IOException {
        Files.writeString(dir.resolve("repositories.yaml"), """
                repositories:
                - {name: far, url: "https://far.example.com", username: eve, password: pw}
                - name: old
                  url: %s/
                  username: alice
                  password: pw-of-alice
                  pass_credentials_all: true
                  cafile: machine.pem
                """.formatted(URL));
    }

    private ChartRepository source(String url, RegistryCredential credential, ConnectionSettings connection)
            throws IOException {
        RegistryAccess access = new RegistryAccess(
                ConnectionSettings.DEFAULT,
                RegistryCredential.anonymous(),
                Map.of("HELM_REPOSITORY_CONFIG", "repositories.yaml"));
        ChartRepository from = new ChartRepository("", url, credential, false, connection);
        return new Migrate(from, "oci://host/charts", MigrationScope.ALL, IfExists.SKIP, 1, false, access, rows -> {})
                .source(dir);
    }

    private static ConnectionSettings trusting(String caFile) {
        return new ConnectionSettings(false, false, caFile, null, null);
    }

    @Test
    void theMachinesOwnLoginAndConnectionCountIfThereAreNoOthers() throws Exception {
        ChartRepository source = source(URL, RegistryCredential.anonymous(), ConnectionSettings.DEFAULT);
        assertThat(source)
                .isEqualTo(new ChartRepository(
                        "",
                        URL,
                        RegistryCredential.basic("alice", "pw-of-alice"),
                        true,
                        trusting(dir.resolve("machine.pem").toString())));
    }

    @Test
    void aConnectionOfTheRequestCounts() throws Exception {
        ChartRepository source = source(URL, RegistryCredential.anonymous(), trusting("own.pem"));
        assertThat(source.credential()).isEqualTo(RegistryCredential.basic("alice", "pw-of-alice"));
        assertThat(source.connection())
                .isEqualTo(trusting(dir.resolve("own.pem").toString()));
    }

    @Test
    void withALoginOfTheRequestTheMachinesOwnDoesNotCount() throws Exception {
        assertThat(source(URL, BOB, ConnectionSettings.DEFAULT))
                .isEqualTo(new ChartRepository("", URL, BOB, false, ConnectionSettings.DEFAULT));
    }

    @Test
    void aRepositoryThatTheMachineDoesNotKnowIsReachedWithoutALogin() throws Exception {
        ChartRepository source =
                source("https://charts.example.com/other", RegistryCredential.anonymous(), ConnectionSettings.DEFAULT);
        assertThat(source.credential().kind()).isEqualTo(RegistryCredential.Kind.ANONYMOUS);
        assertThat(source.connection()).isEqualTo(ConnectionSettings.DEFAULT);
    }
}
