package io.jenkins.plugins.ocichart.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.util.FormValidation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which entry holds for what, and which are refused. */
class OciChartConfigurationTest {
    private final OciChartConfiguration configuration = new OciChartConfiguration();

    @ParameterizedTest
    @CsvSource({
        "oci://registry.example.com/charts,                    registry.example.com",
        "registry.example.com,                                 registry.example.com",
        "oci://REGISTRY.example.com:443/charts,                registry.example.com",
        "oci://registry.example.com/team-a,                    registry.example.com/team-a",
        "oci://registry.example.com/team-a/web:1.2.3,          registry.example.com/team-a",
        "oci://registry.example.com/team-a:1.2.3,              registry.example.com/team-a",
        "oci://registry.example.com/team-a/stable/web@sha256:0, registry.example.com/team-a/stable",
        "oci://registry.example.com//team-a/./stable/,         registry.example.com/team-a/stable",
        "oci://registry.example.com/team-a/../charts,          registry.example.com",
        "oci://registry.example.com/team-ab/web,               registry.example.com",
        "https://registry.example.com/team-a,                  registry.example.com/team-a",
        "oci://registry.example.com:5000/charts,               ",
        "oci://other.example.com/team-a,                       ",
        "nothing at all,                                       ",
    })
    void findsTheLongestPathThatLeadsThere(String address, String entry) {
        configuration.setRegistries(
                entries("registry.example.com/team-a", "registry.example.com", "registry.example.com/team-a/stable"));

        assertThat(configuration
                        .entryFor(address)
                        .map(RegistryEndpoint::getRegistry)
                        .orElse(null))
                .isEqualTo(entry);
    }

    @Test
    void findsNothingIfOnlyPathsAreKnown() {
        configuration.setRegistries(entries("registry.example.com/team-a"));

        assertThat(configuration.entryFor("oci://registry.example.com/team-b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "registry.example.com,        registry.example.com",
        "registry.example.com,        REGISTRY.example.com:443",
        "registry.example.com,        https://registry.example.com/",
        "docker.io,                   registry-1.docker.io",
        "registry.example.com/team-a, registry.example.com//team-a/",
    })
    void refusesTwoEntriesForTheSame(String one, String other) {
        configuration.setRegistries(entries("kept.example.com"));

        assertThatThrownBy(() -> configuration.setRegistries(entries(one, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There are two entries for ");
        assertThat(configuration.getRegistries())
                .extracting(RegistryEndpoint::getRegistry)
                .containsExactly("kept.example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "registry example", "registry.example.com/Team", "registry.example.com:99999", "alice@host"})
    void refusesWhatIsNoRegistry(String entry) {
        assertThatThrownBy(() -> configuration.setRegistries(entries(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + entry + "\" is not a registry");
    }

    @ParameterizedTest
    @CsvSource({
        "https://charts.example.com,               https://charts.example.com/",
        "https://CHARTS.example.com:443/stable/,   https://charts.example.com/",
        "https://charts.example.com/team-a,        https://charts.example.com/team-a",
        "https://charts.example.com/team-a/x?y=z,  https://charts.example.com/team-a",
        "https://charts.example.com/team-ab,       https://charts.example.com/",
        "https://charts.example.com/team-a/../b,   https://charts.example.com/",
        "http://charts.example.com/team-a,         ",
        "https://charts.example.com:8443/team-a,   ",
        "nothing at all,                           ",
    })
    void findsTheLongestAddressThatARepositoryIsBelow(String url, String entry) {
        configuration.setRepositories(List.of(
                new RepositoryEndpoint("https://charts.example.com/team-a"),
                new RepositoryEndpoint("https://charts.example.com/")));

        assertThat(configuration
                        .repositoryFor(url)
                        .map(RepositoryEndpoint::getUrl)
                        .orElse(null))
                .isEqualTo(entry);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.com,            https://a.example.com/, There are two entries for https://a.example.com/",
        "https://b.example.com,            charts.example.com,     is not an address",
        "https://b.example.com,            '',                     is not an address",
        "https://alice:secret@example.com, https://b.example.com,  was given with a user name or password",
    })
    void refusesRepositoriesThatAreNone(String one, String other, String message) {
        configuration.setRepositories(List.of(new RepositoryEndpoint("https://kept.example.com")));

        assertThatThrownBy(() -> configuration.setRepositories(
                        List.of(new RepositoryEndpoint(one), new RepositoryEndpoint(other))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
        assertThat(configuration.getRepositories()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "https://tsa.example.com/tsr/, https://tsa.example.com/tsr/, https://tsa.example.com/tsr",
        "' http://127.0.0.1:3000 ', http://127.0.0.1:3000, http://127.0.0.1:3000",
        "'', ,"
    })
    void keepsTheAddressesOfWitnesses(String given, String authority, String log) {
        configuration.setTimestampAuthorityUrl(given);
        configuration.setTransparencyLogUrl(given);

        assertThat(configuration.getTimestampAuthorityUrl()).isEqualTo(authority);
        assertThat(configuration.getTransparencyLogUrl()).isEqualTo(log);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rekor.example.com",
                "ftp://rekor.example.com",
                "https://alice:secret@rekor.example.com",
                "https://rekor.example.com?token=secret",
                "https://rekor.example.com#secret"
            })
    void refusesAddressesOfWitnessesThatAreNone(String url) {
        configuration.setTransparencyLogUrl("https://kept.example.com");
        for (ThrowingConsumer<String> setter : List.<ThrowingConsumer<String>>of(
                configuration::setTransparencyLogUrl, configuration::setTimestampAuthorityUrl)) {
            assertThatThrownBy(() -> setter.accept(url))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Not an address: give https://HOST[:PORT][/PATH]")
                    .hasMessageNotContaining("secret");
        }
        assertThat(configuration.getTransparencyLogUrl()).isEqualTo("https://kept.example.com");
        assertThat(configuration.getTimestampAuthorityUrl()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', OK, ",
        "https://tsa.example.com/tsr, OK, ",
        "http://tsa.example.com/tsr, WARNING, Not encrypted: others on the network can read",
        "https://alice:secret@tsa.example.com, ERROR, Not an address: give https://HOST"
    })
    void saysWhileSomebodyTypesWhatIsWrongWithAnAddress(String value, FormValidation.Kind kind, String message) {
        assertThat(List.of(
                        configuration.doCheckTransparencyLogUrl(value),
                        configuration.doCheckTimestampAuthorityUrl(value)))
                .allSatisfy(answer -> {
                    assertThat(answer.kind).isEqualTo(kind);
                    assertThat(Objects.toString(answer.getMessage(), ""))
                            .startsWith(Objects.toString(message, ""))
                            .doesNotContain("secret");
                });
    }

    private static List<RegistryEndpoint> entries(String... registries) {
        return Stream.of(registries).map(RegistryEndpoint::new).toList();
    }
}
