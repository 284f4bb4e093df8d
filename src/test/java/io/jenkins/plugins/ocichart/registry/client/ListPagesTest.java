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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListPagesTest {
    private static ListPages pages(HttpTransport transport, String host) throws Exception {
        return new ListPages(
                RegistryConnection.open(transport, RegistryHost.parse(host), false, RegistryCredential.anonymous()),
                "the list");
    }

    @Test
    void theTenThousandthPageIsTheLastOne() throws Exception {
        try (HttpTransport transport = HttpTransport.open(ConnectionSettings.DEFAULT, Fast.LIMITS, Fast.RETRIES)) {
            ListPages pages = pages(transport, "registry.example.com");
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

    /** However a registry names itself, the next page is asked of the address that its user has given. */
    @ParameterizedTest
    @CsvSource({
        "registry.example.com, https://registry.example.com",
        "registry.example.com, HTTP://REGISTRY.example.com:8080",
        "docker.io, https://docker.io",
        "docker.io, https://registry-1.docker.io",
        "'[2001:db8::1]', 'https://[2001:DB8::1]'"
    })
    void pagesOfTheRegistryAreFollowed(String host, String link) throws Exception {
        try (HttpTransport transport = HttpTransport.open(ConnectionSettings.DEFAULT, Fast.LIMITS, Fast.RETRIES)) {
            String endpoint = "https://" + RegistryHost.parse(host).endpoint();
            URI page = URI.create(endpoint + "/v2/web/tags/list");

            assertThat(pages(transport, host).after(page, answer(page, link + "/v2/web/tags/list?last=a%2Bb")))
                    .contains(URI.create(endpoint + "/v2/web/tags/list?last=a%2Bb"));
            assertThat(pages(transport, host).after(page, answer(page, link + "/v2/web/tags/list/2")))
                    .contains(URI.create(endpoint + "/v2/web/tags/list/2"));
        }
    }

    @Test
    void aLinkIsReadUpToEightThousandCharacters() throws Exception {
        try (HttpTransport transport = HttpTransport.open(ConnectionSettings.DEFAULT, Fast.LIMITS, Fast.RETRIES)) {
            ListPages pages = pages(transport, "registry.example.com");
            URI page = URI.create("https://registry.example.com/v2/web/tags/list");
            String most = "?x=" + "y".repeat(8192 - "<?x=>; rel=\"next\"".length());

            assertThat(pages.after(page, answer(page, most))).isPresent();
            assertThatThrownBy(() -> pages.after(page, answer(page, most + "y")))
                    .hasMessage("the list on registry.example.com names its next page in more than 8192 characters"
                            + " (Link)");
        }
    }

    private static TransportResponse answer(URI page, int number) {
        return answer(page, "?page=" + number);
    }

    private static TransportResponse answer(URI page, String target) {
        Map<String, List<String>> link = Map.of("Link", List.of("<" + target + ">; rel=\"next\""));
        return new TransportResponse(200, HttpHeaders.of(link, (name, value) -> true), new byte[0], page, 1);
    }
}
