package io.jenkins.plugins.ocichart.operation.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.operation.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyAddressesTest {
    private static final String CORP = "https://charts.example.com";

    @TempDir
    private Path dir;

    private void chart(String folder, String... repositories) throws IOException {
        StringBuilder yaml = new StringBuilder("apiVersion: v2\nname: " + folder + "\nversion: 1.0.0\ndependencies:\n");
        for (int i = 0; i < repositories.length; i++) {
            yaml.append("- {name: web%d, version: ^1, repository: \"%s\"}\n".formatted(i, repositories[i]));
        }
        Files.createDirectories(dir.resolve(folder));
        Files.writeString(dir.resolve(folder).resolve("Chart.yaml"), yaml);
    }

    private List<String> addresses(boolean fromLock, String... charts) throws Exception {
        DependencySources sources = new DependencySources(Map.of("corp", CORP), Map.of(), List.of(), Requests.NOBODY);
        return new DependencyAddresses(List.of(charts), fromLock, null, sources).run(dir, line -> {});
    }

    @Test
    void eachPlaceThatIsNoFolderIsToldOnceInTheOrderOfTheCharts() throws Exception {
        chart("one", "oci://a.example.com/charts", "file://../two", "", "@corp");
        chart("two", "alias:corp", "https://b.example.com/", "oci://a.example.com/charts");
        assertThat(addresses(false, "one", "two"))
                .containsExactly("oci://a.example.com/charts", CORP, "https://b.example.com/");
    }

    @Test
    void ifTheLockCountsItsPlacesAreTold() throws Exception {
        chart("chart", "oci://a.example.com/charts");
        Files.writeString(dir.resolve("chart/Chart.lock"), """
                dependencies:
                - name: web0
                  repository: oci://b.example.com/charts
                  version: 1.0.0
                digest: sha256:e15ae7e26f594fda57fc3fb25f6c7c676275f3a2173cb2bd660f9eefc9e0d157
                """);
        assertThat(addresses(false, "chart")).containsExactly("oci://a.example.com/charts");
        assertThat(addresses(true, "chart")).containsExactly("oci://b.example.com/charts");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@nope   | no repository definition for @nope; name it with its address in the parameter repositories",
                "@       | no repository definition for @; name it with its address in the parameter repositories",
                "alias:no | no repository definition for alias:no; name it with its address in the parameter"
                        + " repositories",
                "stable  | no repository definition for stable; name it with its address in the parameter repositories",
                "ftp://a.example.com | dependency web0: repository 'ftp://a.example.com' is not an address; use"
                        + " https://HOST/PATH, oci://HOST/PATH, file://PATH, or @NAME of one of the repositories",
                "oci://u:pw@a.example.com | dependency web0: oci://a.example.com was given with a user name or password;"
                        + " use credentialsId or ociRegistryLogin"
            })
    void whatIsNoPlaceIsRefused(String repository, String reason) throws Exception {
        chart("chart", repository);
        assertThatThrownBy(() -> addresses(false, "chart")).hasMessage(reason);
    }

    @Test
    void allUnknownNamesAreTold() throws Exception {
        chart("chart", "@a", "@corp", "stable");
        assertThatThrownBy(() -> addresses(false, "chart"))
                .hasMessageStartingWith("no repository definition for @a, stable; name it");
    }
}
