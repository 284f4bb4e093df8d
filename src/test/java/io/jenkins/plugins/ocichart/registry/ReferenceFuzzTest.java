package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** References come from job definitions, and from what a repository lists. */
class ReferenceFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Reference reference = Cost.limited(16, () -> Reference.parse(text));

            assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
            URI uri = URI.create("https://" + reference.registry() + "/v2/" + reference.repository() + "/manifests/"
                    + (reference.tag() == null ? reference.digest() : reference.tag()));
            assertThat(uri.getRawAuthority()).isEqualTo(reference.registry());
            assertThat(uri.normalize()).isEqualTo(uri);
            assertThat(uri.getRawQuery()).isNull();
            assertThat(uri.getRawFragment()).isNull();
        } catch (IllegalArgumentException e) {
            Cost.requireOneLine(e.getMessage());
        }
        try {
            RegistryHost host = Cost.limited(16, () -> RegistryHost.parse(text));

            assertThat(RegistryHost.parse(host.value()).value()).isEqualTo(host.value());
            assertThat(host.isSameAs(host)).isTrue();
        } catch (IllegalArgumentException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }
}
