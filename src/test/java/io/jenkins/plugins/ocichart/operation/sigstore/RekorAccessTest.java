package io.jenkins.plugins.ocichart.operation.sigstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RekorAccessTest {
    @ParameterizedTest
    @CsvSource({
        "' https://rekor.example.com// ', false, https://rekor.example.com",
        "https://rekor.example.com:8443/log/, false, https://rekor.example.com:8443/log",
        "http://127.0.0.1:3000, false, http://127.0.0.1:3000",
        "http://rekor.example.com/, true, http://rekor.example.com"
    })
    void takesAnAddressWithoutTheSlashAtItsEnd(String text, boolean plainHttp, String url) throws Exception {
        assertThat(RekorAccess.parse(text, plainHttp)).hasToString(url);
    }

    @ParameterizedTest
    @CsvSource({
        "http://rekor.example.com, 'rekorUrl http://rekor.example.com is not encrypted; use https, or set plainHttp'",
        "rekor.example.com, 'rekorUrl is not an address; use https://HOST[:PORT]'"
    })
    void refusesWhatOthersCanReadOnTheWay(String text, String problem) {
        assertThatThrownBy(() -> RekorAccess.parse(text, false))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage(problem);
    }
}
