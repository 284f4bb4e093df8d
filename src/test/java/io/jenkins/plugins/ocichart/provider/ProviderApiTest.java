package io.jenkins.plugins.ocichart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers of providers' APIs and files with keys are read. */
class ProviderApiTest {
    private static JsonValue json(String text) throws RegistryException {
        return ProviderApi.json(text.getBytes(StandardCharsets.UTF_8), "the key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "{\"a\":\"hush\"", "{\"a\":\"hush\"} {}", "{\"a\":\"hush\"} hush", "<hush/>"})
    void whatIsNotOneDocumentIsNamedAndNotQuoted(String text) {
        assertThatThrownBy(() -> json(text))
                .isInstanceOf(RegistryException.class)
                .hasMessage("the key is not JSON")
                .hasNoCause();
    }

    @Test
    void whatHasToBeThereIsRequired() throws Exception {
        assertThat(ProviderApi.required(json("{\"a\":\"b\"}"), "a", "the key")).isEqualTo("b");
        for (String text : new String[] {"", "[]", "{}", "{\"a\":null}", "{\"a\":\"\"}", "{\"a\":{}}"}) {
            assertThatThrownBy(() -> ProviderApi.required(json(text), "a", "the key"))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage("the key has no a");
        }
    }

    @Tag("slow")
    @Test
    void theCertificateIsCheckedThoughThatOfTheRegistryIsNot() throws Exception {
        TestKeyStore keys = TestKeyStore.create().add("server", "CN=server", "EC", null, "san=ip:127.0.0.1");
        try (WireServer server = WireServer.start(keys.serverContext("server", null), e -> e.respond(200, "{}"))) {
            ProviderApi api = new ProviderApi(new ConnectionSettings(false, true, null, null, null));
            URI uri = URI.create(server.url() + "/token");

            assertThatThrownBy(() -> api.postForm(uri, Map.of("key", "hush"))).hasMessageContaining("certificate");
        }
    }
}
