package io.jenkins.plugins.ocichart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pom.xml} and {@code pom-jenkins.xml} describe one plugin. */
class BuildFilesTest {
    private static Pom central;
    private static Pom jenkins;

    @BeforeAll
    static void readBoth() throws Exception {
        central = Pom.read("pom.xml");
        jenkins = Pom.read("pom-jenkins.xml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groupId",
                "artifactId",
                "version",
                "name",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "scm/connection",
                "scm/developerConnection",
                "scm/url"
            })
    void saysTheSameInBothFiles(String element) {
        assertThat(central.text(element)).isNotEmpty().isEqualTo(jenkins.text(element));
    }

    @Test
    void givesPropertiesOfBothFilesTheSameValues() {
        Map<String, String> shared = new TreeMap<>(central.properties());
        shared.keySet().retainAll(jenkins.properties().keySet());

        assertThat(shared).containsKeys("changelist", "jenkins.version");
        assertThat(jenkins.properties()).containsAllEntriesOf(shared);
    }

    @Test
    void needsWhatReadmeSays() throws IOException {
        Map<String, String> properties = central.properties();

        assertThat(Files.readString(Path.of("README.md")))
                .contains("Needs Jenkins %s or newer and Java %s or newer"
                        .formatted(properties.get("jenkins.version"), properties.get("maven.compiler.release")));
    }

    @Test
    void needsTheSamePluginsInTheManifestAndInTheJenkinsBuild() {
        List<String> inManifest = pluginDependencies().keySet().stream().toList();

        assertThat(inManifest)
                .containsExactlyInAnyOrderElementsOf(jenkins.dependencies().stream()
                        .filter(dependency -> dependency.scope().isEmpty())
                        .map(Pom.Dependency::artifactId)
                        .toList());
    }

    @Test
    void leavesVersionsOfPluginsToTheBillOfMaterials() {
        assertThat(jenkins.dependencies())
                .filteredOn(dependency -> dependency.groupId().startsWith("io.jenkins")
                        || dependency.groupId().startsWith("org.jenkins"))
                .isNotEmpty()
                .allSatisfy(dependency -> assertThat(dependency.version()).isEmpty());
    }

    @Test
    void testsWithTheSameVersionsOfTheSameLibraries() {
        Map<String, String> versions = new TreeMap<>();
        central.dependencies().stream()
                .filter(dependency -> dependency.scope().equals("test"))
                .forEach(dependency -> versions.put(dependency.artifactId(), dependency.version()));

        assertThat(jenkins.dependencies())
                .filteredOn(dependency -> versions.containsKey(dependency.artifactId()))
                .filteredOn(dependency -> !dependency.version().isEmpty())
                .isNotEmpty()
                .allSatisfy(dependency ->
                        assertThat(dependency.version()).isEqualTo(versions.get(dependency.artifactId())));
    }

    /** An API plugin's version starts with that of its library. */
    @ParameterizedTest
    @CsvSource({"commons-compress, commons-compress-api", "jackson-databind, jackson2-api", "snakeyaml, snakeyaml-api"})
    void compilesAgainstTheLibraryThatTheApiPluginSupplies(String library, String plugin) {
        String version = central.dependencies().stream()
                .filter(dependency -> dependency.artifactId().equals(library))
                .map(Pom.Dependency::version)
                .findFirst()
                .orElseThrow();

        assertThat(pluginDependencies().get(plugin)).startsWith(version + "-");
    }

    private static Map<String, String> pluginDependencies() {
        Map<String, String> versions = new TreeMap<>();
        for (String dependency : central.properties().get("plugin.dependencies").split(",")) {
            String[] parts = dependency.split(":");
            versions.put(parts[0], parts[1]);
        }
        return versions;
    }
}
