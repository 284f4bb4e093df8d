package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints that AWS documents ("Amazon ECR endpoints and quotas"). */
class EcrHostTest {
    @Test
    void aHostNamesAccountAndRegion() {
        assertThat(EcrHost.of("123456789012.dkr.ecr.EU-central-1.amazonaws.com"))
                .contains(new EcrHost(
                        "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
                        "123456789012",
                        "eu-central-1",
                        false,
                        "amazonaws.com"));
        assertThat(EcrHost.of("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com"))
                .hasValueSatisfying(host -> assertThat(host.fips()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901.dkr.ecr.eu-central-1.amazonaws.com",
                "123456789012.dkr.ecr.eu-central-1.amazonaws.com.example.com",
                "public.ecr.aws"
            })
    void otherHostsAreNone(String host) {
        assertThat(EcrHost.of(host)).isEmpty();
    }

    @Test
    void aMissingRepositoryHasToBeCreated() {
        assertThat(EcrHost.of("123456789012.dkr.ecr.eu-central-1.amazonaws.com")
                        .orElseThrow()
                        .missing("charts/web"))
                .isEqualTo("ECR repository charts/web does not exist on 123456789012.dkr.ecr.eu-central-1.amazonaws.com"
                        + " (account 123456789012, region eu-central-1). Create it (the chart's name is part of the"
                        + " path) or configure create-on-push.");
    }
}
