package io.jenkins.plugins.ocichart.config;

import static io.jenkins.plugins.casc.misc.Util.getUnclassifiedRoot;
import static io.jenkins.plugins.casc.misc.Util.toYamlString;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import org.junit.jupiter.api.Test;

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
                        RegistryEndpoint::isPlainHttp)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("registry.example.com", "harbor", false),
                        org.assertj.core.groups.Tuple.tuple("localhost:5000", null, true));
    }

    @Test
    @ConfiguredWithCode("registries.yaml")
    void writesThemAsTheyWereRead(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());

        assertThat(toYamlString(getUnclassifiedRoot(context).get("ociChart"))).isEqualToIgnoringNewLines("""
                        registries:
                        - credentialsId: "harbor"
                          registry: "registry.example.com"
                        - plainHttp: true
                          registry: "localhost:5000"
                        """);
    }
}
