package io.jenkins.plugins.ocichart.config;

import static io.jenkins.plugins.casc.misc.Util.getUnclassifiedRoot;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as code. */
@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeTest {
    @Test
    @ConfiguredWithCode("registries.yaml")
    void readsRegistries(JenkinsConfiguredWithCodeRule jenkins) {
        assertThat(OciChartConfiguration.get().getRegistries())
                .extracting(
                        RegistryEndpoint::getRegistry,
                        RegistryEndpoint::getCredentialsId,
                        RegistryEndpoint::isPlainHttp,
                        RegistryEndpoint::isInsecureSkipTlsVerify,
                        RegistryEndpoint::getCaFile)
                .containsExactly(
                        tuple("registry.example.com", "harbor", false, false, null),
                        tuple("registry.example.com/team-a", "team-a", false, false, "/etc/ssl/registry-ca.pem"),
                        tuple("localhost:5000", null, true, false, null),
                        tuple("untrusted.example.com", null, false, true, null));
    }

    @Test
    @ConfiguredWithCode("registries.yaml")
    void writesThemAsTheyWereRead(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path directory) throws Exception {
        String exported = export();
        OciChartConfiguration.get().setRegistries(null);

        Path file =
                Files.writeString(directory.resolve("again.yaml"), "unclassified:\n  ociChart:\n" + exported.indent(4));
        ConfigurationAsCode.get().configure(file.toUri().toString());

        assertThat(export()).isEqualTo(exported);
        readsRegistries(jenkins);
    }

    @Test
    @ConfiguredWithCode("registries.yaml")
    void leavesDefaultsOut(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(export()).isEqualToIgnoringNewLines("""
                        registries:
                        - credentialsId: "harbor"
                          registry: "registry.example.com"
                        - caFile: "/etc/ssl/registry-ca.pem"
                          certFile: "/etc/ssl/client.pem"
                          credentialsId: "team-a"
                          keyFile: "/etc/ssl/client-key.pem"
                          registry: "registry.example.com/team-a"
                        - plainHttp: true
                          registry: "localhost:5000"
                        - insecureSkipTlsVerify: true
                          registry: "untrusted.example.com"
                        """);
    }

    @Test
    @ConfiguredWithCode("registries.yaml")
    void refusesTwoEntriesForTheSameRegistry(JenkinsConfiguredWithCodeRule jenkins) {
        String duplicates = getClass().getResource("duplicates.yaml").toExternalForm();

        assertThatThrownBy(() -> ConfigurationAsCode.get().configure(duplicates))
                .isInstanceOf(ConfiguratorException.class)
                .hasStackTraceContaining("There are two entries for REGISTRY.example.com:443");
        readsRegistries(jenkins);
    }

    @Test
    @ConfiguredWithCode("repositories.yaml")
    void readsAndWritesChartRepositories(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(OciChartConfiguration.get().getRepositories())
                .extracting(
                        RepositoryEndpoint::getUrl,
                        RepositoryEndpoint::getCredentialsId,
                        RepositoryEndpoint::isPassCredentials,
                        RepositoryEndpoint::getCaFile)
                .containsExactly(
                        tuple("https://charts.example.com", "corp", false, null),
                        tuple("https://charts.example.com/team-a", "team-a", true, "/etc/ssl/charts-ca.pem"));
        assertThat(export()).isEqualToIgnoringNewLines("""
                        repositories:
                        - credentialsId: "corp"
                          url: "https://charts.example.com"
                        - caFile: "/etc/ssl/charts-ca.pem"
                          credentialsId: "team-a"
                          passCredentials: true
                          url: "https://charts.example.com/team-a"
                        """);
    }

    @Test
    @ConfiguredWithCode("witnesses.yaml")
    void readsAndWritesTheWitnessesOfSignatures(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(OciChartConfiguration.get().getTransparencyLogUrl()).isEqualTo("https://rekor.example.com");
        assertThat(export()).isEqualToIgnoringNewLines("""
                        timestampAuthorityUrl: "https://tsa.example.com/api/v1/timestamp"
                        transparencyLogUrl: "https://rekor.example.com"
                        """);
    }

    /** README's block, word by word. */
    @Test
    @ConfiguredWithCode("registries.yaml")
    void readsWhatReadmeShows(JenkinsConfiguredWithCodeRule jenkins, @TempDir Path directory) throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String block = readme.substring(readme.indexOf("```yaml\nunclassified:") + "```yaml\n".length());
        String code = block.substring(0, block.indexOf("```"));
        Path file = Files.writeString(directory.resolve("readme.yaml"), code);

        ConfigurationAsCode.get().configure(file.toUri().toString());

        assertThat(OciChartConfiguration.get().getRegistries())
                .extracting(
                        RegistryEndpoint::getRegistry, RegistryEndpoint::getCredentialsId, RegistryEndpoint::getCaFile)
                .containsExactly(
                        tuple("registry.example.com", "harbor", null),
                        tuple("registry.example.com/team-a", "harbor-team-a", null),
                        tuple("registry.internal:5000", null, "/etc/ssl/internal-ca.pem"));
        assertThat(OciChartConfiguration.get().getRepositories())
                .extracting(RepositoryEndpoint::getUrl, RepositoryEndpoint::getCredentialsId)
                .containsExactly(tuple("https://charts.example.com", "corp"));
        assertThat(OciChartConfiguration.get().getTransparencyLogUrl()).isEqualTo("https://rekor.example.com");
        assertThat(OciChartConfiguration.get().getTimestampAuthorityUrl())
                .isEqualTo("https://tsa.example.com/api/v1/timestamp");
    }

    private static String export() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        return toYamlString(getUnclassifiedRoot(context).get("ociChart"));
    }
}
