package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {
    private static final ProxySettings PROXY = new ProxySettings("proxy.example.com", 3128);
    private static final ConnectionSettings ALL = new ConnectionSettings(true, true, "ca", "cert", "key", PROXY);

    private static final List<ConnectionSettings> ONE_EACH = List.of(
            new ConnectionSettings(true, false, null, null, null),
            new ConnectionSettings(false, true, null, null, null),
            new ConnectionSettings(false, false, "file", null, null),
            new ConnectionSettings(false, false, null, "file", null),
            new ConnectionSettings(false, false, null, null, "file"));

    @Test
    void keepWhatTheyAreGiven() {
        assertThat(ALL.plainHttp()).isTrue();
        assertThat(ALL.insecureSkipTlsVerify()).isTrue();
        assertThat(ALL.caFile()).isEqualTo("ca");
        assertThat(ALL.certFile()).isEqualTo("cert");
        assertThat(ALL.keyFile()).isEqualTo("key");
        assertThat(ALL.proxy()).isEqualTo(PROXY);
        assertThat(ConnectionSettings.DEFAULT.plainHttp()).isFalse();
        assertThat(ConnectionSettings.DEFAULT.insecureSkipTlsVerify()).isFalse();
        assertThat(ConnectionSettings.DEFAULT.proxy()).isNull();
    }

    @Test
    void aBlankFileIsNone() {
        assertThat(new ConnectionSettings(false, false, "", " ", "\t")).isEqualTo(ConnectionSettings.DEFAULT);
        assertThat(new ConnectionSettings(false, false, " a b ", null, null).caFile())
                .isEqualTo("a b");
    }

    @Test
    void anythingButAProxyMakesThemDifferentFromTheDefault() {
        assertThat(ConnectionSettings.DEFAULT.isDefault()).isTrue();
        assertThat(ConnectionSettings.DEFAULT.withProxy(PROXY).isDefault()).isTrue();
        assertThat(ONE_EACH).noneMatch(ConnectionSettings::isDefault);
        assertThat(ONE_EACH).extracting(ConnectionSettings::namesFiles).containsExactly(false, false, true, true, true);
    }

    @Test
    void areEqualIfAllOfThemAre() {
        for (ConnectionSettings one : ONE_EACH) {
            assertThat(ONE_EACH).filteredOn(one::equals).containsExactly(one);
            assertThat(one).isNotEqualTo(ConnectionSettings.DEFAULT).isNotEqualTo("text");
            assertThat(one.withProxy(PROXY)).isNotEqualTo(one);
        }
        ConnectionSettings same = new ConnectionSettings(true, true, "ca", "cert", "key", PROXY);
        assertThat(ALL).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(ONE_EACH).extracting(ConnectionSettings::hashCode).doesNotHaveDuplicates();
    }

    @Test
    void anotherProxyChangesNothingElse() {
        assertThat(ALL.withProxy(null)).isEqualTo(new ConnectionSettings(true, true, "ca", "cert", "key"));
        assertThat(ALL.withProxy(null).withProxy(PROXY)).isEqualTo(ALL);
    }

    @Test
    void filesLieBelowAFolderUnlessTheySayWhere() throws Exception {
        Path folder = Path.of("workspace").toAbsolutePath();
        String elsewhere = Path.of("elsewhere").toAbsolutePath().toString();

        assertThat(new ConnectionSettings(true, false, "ca", elsewhere, null, PROXY).below(folder))
                .isEqualTo(
                        new ConnectionSettings(true, false, folder.resolve("ca").toString(), elsewhere, null, PROXY));
    }

    @Test
    void aFileThatNoFileCanBeCalledIsNamed() {
        assertThatThrownBy(() -> new ConnectionSettings(false, false, "a\0b", null, null).below(Path.of("")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'a\0b' is no valid path: ");
    }

    @Test
    void areShownWithoutThePasswordOfTheProxy() {
        ProxySettings proxy = new ProxySettings("p", 3128, "bob", "hush-hush", "");

        assertThat(ALL.withProxy(proxy).toString())
                .contains("plainHttp=true", "insecureSkipTlsVerify=true", "caFile=ca", "certFile=cert", "keyFile=key")
                .contains("bob")
                .doesNotContain("hush-hush");
    }
}
