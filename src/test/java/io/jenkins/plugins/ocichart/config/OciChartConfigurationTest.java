package io.jenkins.plugins.ocichart.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
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

    private static List<RegistryEndpoint> entries(String... registries) {
        return Stream.of(registries).map(RegistryEndpoint::new).toList();
    }
}
