package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a registry may send us; what the client makes of it is tested with each of its requests. */
class AddressPolicyTest {
    private static final URI REGISTRY = URI.create("https://registry.example.com/v2/x");
    private static final URI BASE = URI.create("https://registry.example.com:8443/v2/a/blobs/uploads/?x=1");

    private static Origin origin(String url) {
        return Origin.of(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry-1.docker.io, https://auth.docker.io/token",
        "https://registry.gitlab.com, https://gitlab.com/jwt/auth",
        "https://registry.example.com, https://registry.example.com:8443/token?x=y",
        "http://registry.example.com:5000, http://auth.example.com/token",
        "http://127.0.0.1:5000, http://127.0.0.1:6000/token",
        "http://localhost:5000, http://127.0.0.1:6000/token",
        "https://10.1.2.3:5000, https://10.1.2.3:6000/token"
    })
    void tokenServersElsewhereAreNormal(String registry, String realm) throws Exception {
        assertThat(AddressPolicy.tokenServer(origin(registry), realm)).hasToString(realm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example.com/token",
                "http://registry.example.com/token",
                "https://127.0.0.1/token",
                "https://localhost/token",
                "https://localhost./token",
                "https://100.64.0.1/token",
                "https://100.100.100.200/token",
                "https://[64:ff9b::7f00:1]/token",
                "https://[64:ff9b::a9fe:a9fe]/token",
                "https://[2002:a00:1::1]/token",
                "https://[::ffff:10.0.0.1]/token",
                "https://[::127.0.0.1]/token",
                "https://[::1]/token",
                "https://169.254.169.254/token",
                "https://10.0.0.1/token",
                "https://192.168.1.1/token",
                "https://172.16.0.1/token",
                "https://[fd12::1]/token",
                "https://0.0.0.0/token",
                "https://2130706433/token",
                "https://user:pw@auth.example.com/token",
                "ftp://auth.example.com/",
                "file:///etc/passwd",
                "/token",
                "",
                "not an address",
                "https://"
            })
    void loginsGoNowhereElse(String realm) {
        assertThatThrownBy(() -> AddressPolicy.tokenServer(origin("https://registry.example.com"), realm))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("registry registry.example.com points logins at ")
                .hasMessageNotContaining("user:pw");
    }

    @Test
    void aPrivateTokenServerMayBeTrustedForOneRegistry() throws Exception {
        String property = AddressPolicy.class.getName() + ".trusted";
        assertThat(Path.of("README.md")).content().contains("-D" + property + "=REGISTRY=ADDRESS");
        System.setProperty(property, "other.example.com=10.0.0.2, registry.example.com=10.0.0.1");
        try {
            assertThat(AddressPolicy.tokenServer(origin("https://registry.example.com:5000"), "https://10.0.0.1/token"))
                    .hasToString("https://10.0.0.1/token");
            assertThatThrownBy(() ->
                            AddressPolicy.tokenServer(origin("https://registry.example.com"), "https://10.0.0.2/token"))
                    .hasMessageContaining("which is a private address");
            assertThatThrownBy(() ->
                            AddressPolicy.tokenServer(origin("https://registry.example.com"), "http://10.0.0.1/token"))
                    .hasMessageContaining("which is not encrypted");
        } finally {
            System.clearProperty(property);
        }
    }

    @Test
    void theQueryOfARealmIsNotShown() {
        assertThatThrownBy(() -> AddressPolicy.tokenServer(
                        origin("https://registry.example.com"), "http://x.example.com/?key=abc"))
                .hasMessageNotContaining("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/", "https://localhost:8080/", "https://[::1]/", "https://169.254.169.254/latest/",
                "https://[fe80::1]/", "https://[fd00:ec2::254]/", "https://0.0.0.0/", "https://[::]/",
                "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://127.1/", "https://0x7f000001/"
            })
    void nobodyIsSentToAddressesThatOnlyThisMachineKnows(String location) {
        assertThatThrownBy(() -> AddressPolicy.redirect(REGISTRY, REGISTRY, location))
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("registry.example.com redirects to ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://storage.example.net/a?b=%2F", "https://10.1.2.3:9000/bucket", "https://[fd12::1]/"})
    void storageElsewhereIsFine(String location) throws Exception {
        assertThat(AddressPolicy.redirect(REGISTRY, REGISTRY, location)).hasToString(location);
    }

    private static URI upload(String registry, String location) throws TransportException {
        URI from = URI.create(registry + "/v2/a/blobs/uploads/");
        return AddressPolicy.upload(Origin.of(from), from, location);
    }

    @Test
    void uploadsMayGoToAnotherHost() throws Exception {
        assertThat(upload("https://registry.example.com", "https://storage.example.net/x?sig=a%2Fb"))
                .hasToString("https://storage.example.net/x?sig=a%2Fb");
    }

    @Test
    void aRegistryOnThisMachineMayNameItsOtherPorts() throws Exception {
        assertThat(upload("http://127.0.0.1:5000", "http://localhost:6000/x")).hasToString("http://localhost:6000/x");
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
    void uploadsToAddressesThatOnlyThisMachineKnowsAreRefused(String location) {
        assertThatThrownBy(() -> upload("https://registry.example.com", location))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("registry.example.com sends uploads to the local address ");
    }

    @Test
    void aLoginInTheAddressOfAnUploadIsRefusedAndNotShown() {
        assertThatThrownBy(() -> upload("https://registry.example.com", "https://user:pw@storage.example.net/"))
                .hasMessageStartingWith("registry.example.com sends uploads to an address with a login")
                .hasMessageNotContaining("pw@");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v2/b?_state=a%3Db%2B          | https://registry.example.com:8443/v2/b?_state=a%3Db%2B
                    uuid                           | https://registry.example.com:8443/v2/a/blobs/uploads/uuid
                    ?n=2&last=b                    | https://registry.example.com:8443/v2/a/blobs/uploads/?n=2&last=b
                    //other.example.com/x          | https://other.example.com/x
                    http://other.example.com/x#frag | http://other.example.com/x
                    /a-b.c_d                       | https://registry.example.com:8443/a-b.c_d
                    /a b|https://registry.example.com:8443/a%20b
                    /x?y={z}                       | https://registry.example.com:8443/x?y=%7Bz%7D
                    /ü                             | https://registry.example.com:8443/%C3%BC
                    https://[::1]:5000/x           | https://[::1]:5000/x
                    """)
    void referencesAreResolvedWithoutChangingWhatIsEncoded(String reference, String expected) {
        assertThat(AddressPolicy.resolve(BASE, reference)).hasToString(expected);
    }

    @Test
    void aFragmentAloneIsCutOffToo() {
        assertThat(AddressPolicy.resolve(BASE, "#part").getRawFragment()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "https://[bad/", "mailto:a@b", "http://a b/", "%"})
    void whatIsNoAddressIsRefused(String reference) {
        assertThatThrownBy(() -> AddressPolicy.resolve(BASE, reference)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void connect(AddressPolicy.Check check, String address) throws Exception {
        check.connected("other.example.com", InetAddress.getByName(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "::1",
                "0.0.0.0",
                "169.254.169.254",
                "100.100.100.200",
                "fe80::1",
                "fd00:ec2::254",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "fd12::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1"
            })
    void aLoginGoesToNoPrivateAddressThatAPublicRegistrysTokenServerResolvesTo(String address) {
        assertThatThrownBy(() -> connect(AddressPolicy.forLogins(origin("https://192.0.2.1")), address))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("192.0.2.1 leads to other.example.com at the private address ");
    }

    @ParameterizedTest
    @CsvSource({
        "https://192.0.2.1, 198.51.100.1",
        "https://192.0.2.1, 2001:db8::1",
        "https://192.0.2.1, 64:ff9b::c633:6401",
        "https://10.0.0.1, 10.9.9.9",
        "https://10.0.0.1, 100.64.0.1",
        "http://127.0.0.1:5000, 127.0.0.1"
    })
    void aLoginGoesToAnAddressAsPublicAsTheRegistrysOwn(String registry, String address) throws Exception {
        connect(AddressPolicy.forLogins(origin(registry)), address);
    }

    @Test
    void aLoginThatAPrivateRegistrySendsElsewhereStillStaysOffThisMachine() {
        assertThatThrownBy(() -> connect(AddressPolicy.forLogins(origin("https://10.0.0.1")), "127.0.0.1"))
                .isInstanceOf(TransportException.class);
    }

    @Test
    void contentMayComeFromAPrivateNetworkButNotFromThisMachine() throws Exception {
        AddressPolicy.Check check = AddressPolicy.forContent(origin("https://192.0.2.1"));
        connect(check, "10.1.2.3");
        assertThatThrownBy(() -> connect(check, "169.254.169.254")).isInstanceOf(TransportException.class);
    }

    @Test
    void theRegistryItselfMayBeAnywhere() throws Exception {
        AddressPolicy.forLogins(origin("https://registry.example.com"))
                .connected("registry.example.com", InetAddress.getByName("10.0.0.1"));
    }

    @Test
    void aLoginGoesToNoPrivateAddressIfTheRegistryHasNone() {
        AddressPolicy.Check check = AddressPolicy.forLogins(origin("https://no-such-host.invalid"));
        assertThatThrownBy(() -> connect(check, "10.0.0.1")).isInstanceOf(TransportException.class);
    }

    @Test
    void aTrustedTokenServerMayHaveAnyAddress() throws Exception {
        AddressPolicy.Check check = AddressPolicy.forLogins(origin("https://192.0.2.1"));
        System.setProperty(AddressPolicy.class.getName() + ".trusted", "192.0.2.1=OTHER.example.com");
        try {
            connect(check, "10.0.0.1");
        } finally {
            System.clearProperty(AddressPolicy.class.getName() + ".trusted");
        }
        assertThatThrownBy(() -> connect(check, "10.0.0.1")).isInstanceOf(TransportException.class);
    }

    @Test
    void onlyLoginsToOtherHostsAreHeldToTheAddressesThatWereChecked() {
        Origin registry = origin("https://registry.example.com");

        assertThat(AddressPolicy.forLogins(registry).pins("auth.example.com")).isTrue();
        assertThat(AddressPolicy.forLogins(registry).pins("REGISTRY.example.com"))
                .isFalse();
        assertThat(AddressPolicy.forContent(registry).pins("storage.example.com"))
                .isFalse();
    }

    @Test
    void anUploadsAddressMayLackItsScheme() throws Exception {
        assertThat(upload("http://127.0.0.1:5000", " 127.0.0.1:5000/v2/x?y=1 "))
                .hasToString("http://127.0.0.1:5000/v2/x?y=1");
    }
}
