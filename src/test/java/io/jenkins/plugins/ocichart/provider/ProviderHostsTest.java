package io.jenkins.plugins.ocichart.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts are a provider's, and which of its addresses follows from the name. */
class ProviderHostsTest {
    private static final ProviderApi API = new ProviderApi(ConnectionSettings.DEFAULT);

    /** The APIs are those of botocore's endpoint rules. */
    @ParameterizedTest
    @CsvSource({
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com, api.ecr.eu-central-1.amazonaws.com, sts.eu-central-1.amazonaws.com",
        "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com, ecr-fips.us-gov-west-1.amazonaws.com,"
                + " sts.us-gov-west-1.amazonaws.com",
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, api.ecr.cn-north-1.amazonaws.com.cn,"
                + " sts.cn-north-1.amazonaws.com.cn",
        "123456789012.dkr-ecr.us-east-1.on.aws, ecr.us-east-1.api.aws, sts.us-east-1.api.aws",
        "public.ecr.aws, api.ecr-public.us-east-1.amazonaws.com, sts.us-east-1.amazonaws.com"
    })
    void amazonsRegistriesHaveTheirApis(String registry, String api, String sts) {
        assertThat(EcrEndpoint.of(registry)).hasValueSatisfying(endpoint -> {
            assertThat(endpoint.api()).isEqualTo(URI.create("https://" + api + "/"));
            assertThat(endpoint.sts()).isEqualTo(URI.create("https://" + sts + "/"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.azurecr.io", "contoso.eastus.geo.azurecr.io", "contoso.azurecr.cn"})
    void azuresRegistriesAreKnown(String registry) {
        assertThat(AzureLogin.of(registry, API)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"europe-west1-docker.pkg.dev", "docker.europe-west1.rep.pkg.dev", "gcr.io", "eu.gcr.io"})
    void googlesRegistriesAreKnown(String registry) {
        assertThat(GoogleLogin.of(registry, API)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901.dkr.ecr.eu-central-1.amazonaws.com",
                "123456789012.dkr.ecr.eu-central-1.amazonaws.com.evil.example",
                "123456789012.dkr.ecr.evil.example/x.amazonaws.com",
                "123456789012.dkr.ecr.evil.amazonaws.com",
                "x123456789012.dkr.ecr.eu-central-1.amazonaws.com",
                "evil.example.dkr.ecr.eu-central-1.amazonaws.com",
                "public.ecr.aws.evil.example",
                "contoso.azurecr.io.evil.example",
                "contoso.azurecr.ioo",
                "azurecr.io",
                "evil.example.contoso.azurecr.io",
                "europe-west1-docker.pkg.dev.evil.example",
                "npm.pkg.dev",
                "evilgcr.io",
                "localhost:5000",
                "123456789012.dkr.ecr.eu-central-1.amazonaws.com:5000"
            })
    void noOtherHostIsKnown(String host) {
        assertThat(EcrEndpoint.of(host)).isEmpty();
        assertThat(AzureLogin.of(host, API)).isEmpty();
        assertThat(GoogleLogin.of(host, API)).isEmpty();
    }
}
