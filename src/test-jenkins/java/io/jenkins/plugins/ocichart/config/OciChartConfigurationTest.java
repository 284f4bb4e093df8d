package io.jenkins.plugins.ocichart.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Logins;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Manage Jenkins » System » OCI chart registries. */
@WithJenkins
class OciChartConfigurationTest {
    @Test
    void survivesTheSystemPage(JenkinsRule jenkins) throws Exception {
        Logins.add();
        RegistryEndpoint plain = new RegistryEndpoint("registry.example.com");
        plain.setCredentialsId(Logins.ID);
        RegistryEndpoint special = new RegistryEndpoint("localhost:5000");
        special.setPlainHttp(true);
        special.setInsecureSkipTlsVerify(true);
        special.setCaFile("/etc/ca.pem");
        special.setCertFile("/etc/client.pem");
        special.setKeyFile("/etc/key.pem");
        OciChartConfiguration.get().setRegistries(List.of(plain, special));

        jenkins.configRoundtrip();

        List<RegistryEndpoint> registries = OciChartConfiguration.get().getRegistries();
        assertThat(registries).hasSize(2);
        jenkins.assertEqualDataBoundBeans(plain, registries.get(0));
        jenkins.assertEqualDataBoundBeans(special, registries.get(1));
    }

    @Test
    void isEmptyAgainAfterTheLastEntryWasRemoved(JenkinsRule jenkins) throws Exception {
        OciChartConfiguration.get().setRegistries(List.of());

        jenkins.configRoundtrip();

        assertThat(OciChartConfiguration.get().getRegistries()).isEmpty();
    }
}
