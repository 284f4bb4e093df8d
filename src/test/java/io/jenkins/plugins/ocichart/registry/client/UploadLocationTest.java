package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a registry may send uploads; what comes back is tested with {@link BlobUploadTest}. */
class UploadLocationTest {
    private static URI resolve(String registry, String location) throws RegistryException {
        URI from = URI.create(registry + "/v2/a/blobs/uploads/");
        return UploadLocation.resolve(from, Origin.of(from), location);
    }

    @Test
    void anotherHostIsNormal() throws Exception {
        assertThat(resolve("https://registry.example.com", "https://storage.example.net/x?sig=a%2Fb"))
                .hasToString("https://storage.example.net/x?sig=a%2Fb");
    }

    @Test
    void aRegistryOnThisMachineMayNameItsOtherPorts() throws Exception {
        assertThat(resolve("http://127.0.0.1:5000", "http://localhost:6000/x")).hasToString("http://localhost:6000/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://169.254.169.254/latest/",
                "https://127.0.0.1:8080/",
                "https://localhost/",
                "https://[::1]/",
                "https://0.0.0.0/",
                "https://2130706433/"
            })
    void addressesThatOnlyThisMachineKnowsAreRefused(String location) {
        assertThatThrownBy(() -> resolve("https://registry.example.com", location))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("registry.example.com sends uploads to the local address ");
    }

    @Test
    void aLoginInTheAddressIsRefusedAndNotShown() {
        assertThatThrownBy(() -> resolve("https://registry.example.com", "https://user:pw@storage.example.net/"))
                .hasMessageStartingWith("registry.example.com sends uploads to an address with a login")
                .hasMessageNotContaining("pw@");
    }
}
