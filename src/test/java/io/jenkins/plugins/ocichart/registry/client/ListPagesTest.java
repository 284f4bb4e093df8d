package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListPagesTest {
    @Test
    void theTenThousandthPageIsTheLastOne() throws Exception {
        try (HttpTransport transport = HttpTransport.open(ConnectionSettings.DEFAULT, Fast.LIMITS, Fast.RETRIES)) {
            ListPages pages = new ListPages(
                    RegistryConnection.open(
                            transport,
                            RegistryHost.parse("registry.example.com"),
                            false,
                            RegistryCredential.anonymous()),
                    "the list");
            URI page = URI.create("https://registry.example.com/v2/web/tags/list");
            for (int number = 1; number < 10_000; number++) {
                page = pages.after(page, answer(page, number)).orElseThrow();
            }
            assertThat(page).hasQuery("page=9999");

            URI last = page;
            assertThat(pages.after(
                            last,
                            new TransportResponse(200, HttpHeaders.of(Map.of(), (n, v) -> true), new byte[0], last, 1)))
                    .isEmpty();
            assertThatThrownBy(() -> pages.after(last, answer(last, 10_000)))
                    .hasMessageContaining("the list on registry.example.com does not end");
        }
    }

    private static TransportResponse answer(URI page, int number) {
        Map<String, List<String>> link = Map.of("Link", List.of("<?page=" + number + ">; rel=\"next\""));
        return new TransportResponse(200, HttpHeaders.of(link, (name, value) -> true), new byte[0], page, 1);
    }
}
