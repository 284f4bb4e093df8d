package io.jenkins.plugins.ocichart.registry.logins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerConfigTest {
    private static final RegistryCredential ALICE = RegistryCredential.basic("alice", "pa:ss");

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static DockerConfig auths(String key, String entry) throws RegistryException {
        return DockerConfig.parse("{\"auths\":{\"" + key + "\":" + entry + "}}", "the file");
    }

    @ParameterizedTest
    @CsvSource({
        "h.example.com, h.example.com",
        "h.example.com:5000, h.example.com:5000",
        "https://h.example.com, h.example.com",
        "https://h.example.com/v1/, h.example.com",
        "h.example.com/group/sub, h.example.com",
        "https://index.docker.io/v1/, docker.io",
        "https://index.docker.io/v1/, registry-1.docker.io",
        "https://index.docker.io/v1/, index.docker.io",
        "docker.io, registry-1.docker.io",
        "docker.io, docker.io",
        "registry-1.docker.io, docker.io",
        "index.docker.io, docker.io"
    })
    void aKeyCountsForItsHost(String key, String host) throws Exception {
        assertThat(auths(key, "{\"auth\":\"" + base64("alice:pa:ss") + "\"}").find(host))
                .contains(ALICE);
    }

    @ParameterizedTest
    @CsvSource({
        "h.example.com, h.example.com:5000",
        "h.example.com:5000, h.example.com",
        "h.example.com, example.com",
        "h.example.com.evil.com, h.example.com",
        "H.example.com, h.example.com",
        "https://index.docker.io/v1/, docker.io.evil.com"
    })
    void aKeyCountsForNoOtherHost(String key, String host) throws Exception {
        assertThat(auths(key, "{\"auth\":\"" + base64("alice:pa:ss") + "\"}").find(host))
                .isEmpty();
    }

    @Test
    void aHelperForOneOfDockerHubsNamesServesTheOthers() throws Exception {
        DockerConfig config = DockerConfig.parse("{\"credHelpers\":{\"docker.io\":\"pass\"}}", "the file");

        assertThat(config.helperFor("registry-1.docker.io")).contains("pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\r\\n"})
    void anAuthThatWasWrappedIsRead(String lineEnd) throws Exception {
        String password = "p".repeat(100);
        String auth = base64("alice:" + password);
        String wrapped = auth.substring(0, 76) + lineEnd + auth.substring(76) + lineEnd;

        assertThat(auths("h", "{\"auth\":\"" + wrapped + "\"}").find("h"))
                .contains(RegistryCredential.basic("alice", password));
    }

    @Test
    void aPasswordInLatin1IsSentAsItIs() throws Exception {
        String auth = Base64.getEncoder().encodeToString(new byte[] {0x75, 0x3a, 0x70, (byte) 0xe4, 0x73, 0x73});

        RegistryCredential login =
                auths("h", "{\"auth\":\"" + auth + "\"}").find("h").orElseThrow();

        assertThat(BasicLogin.header(login)).contains("Basic " + auth);
        assertThat(DockerConfig.empty().with("h", login).toJson()).contains(auth);
    }

    @Test
    void theExactKeyGoesFirst() throws Exception {
        DockerConfig config = DockerConfig.parse(
                "{\"auths\":{\"https://h\":{\"auth\":\"%s\"},\"h\":{\"auth\":\"%s\"}}}"
                        .formatted(base64("other:x"), base64("alice:pa:ss")),
                "the file");
        assertThat(config.find("h")).contains(ALICE);
    }

    /** As containers-auth.json(5) says. */
    @ParameterizedTest
    @CsvSource({
        "acme/charts/web, charts",
        "acme/charts, charts",
        "acme/chartsandmore, acme",
        "acme, acme",
        "acmes/charts, host",
        "'', host"
    })
    void theKeyWithTheLongestPathGoesFirst(String repository, String user) throws Exception {
        ObjectNode auths = new ObjectMapper().createObjectNode();
        Map.of("quay.io", "host", "quay.io/acme", "acme", "quay.io/acme/charts", "charts")
                .forEach((key, name) -> auths.putObject(key).put("auth", base64(name + ":x")));

        assertThat(DockerConfig.parse("{\"auths\":" + auths + "}", "test").find("quay.io", repository))
                .contains(RegistryCredential.basic(user, "x"));
    }

    @Test
    void tokensGoBeforePasswords() throws Exception {
        String auth = "\"auth\":\"" + base64("alice:pa:ss") + "\"";
        assertThat(auths("h", "{" + auth + ",\"identitytoken\":\"i\"}").find("h"))
                .contains(RegistryCredential.identityToken("i"));
        assertThat(auths("h", "{" + auth + ",\"identitytoken\":\"i\",\"registrytoken\":\"r\"}")
                        .find("h"))
                .contains(RegistryCredential.bearer("r"));
    }

    @Test
    void userAndPasswordMayStandApart() throws Exception {
        assertThat(auths("h", "{\"username\":\"alice\",\"password\":\"pa:ss\"}").find("h"))
                .contains(ALICE);
        assertThat(auths("h", "{\"username\":\"x\",\"password\":\"y\",\"auth\":\"" + base64("alice:pa:ss") + "\"}")
                        .find("h"))
                .contains(ALICE);
    }

    @Test
    void zerosAfterThePasswordAreCutOff() throws Exception {
        assertThat(auths("h", "{\"auth\":\"" + base64("alice:pa:ss\0\0") + "\"}")
                        .find("h"))
                .contains(ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"auth\":\"\"}", "{\"username\":\"alice\"}", "null", "[]", "1"})
    void anEntryMayBeEmpty(String entry) throws Exception {
        assertThat(auths("h", entry).find("h")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "YWxpY2U=", "OnBhc3M="})
    void aBrokenEntryIsNamedAndNotQuoted(String auth) throws Exception {
        DockerConfig config = auths("h", "{\"auth\":\"" + auth + "\"}");
        assertThatThrownBy(() -> config.find("h"))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("the file has a broken \"auth\" for h")
                .hasMessageNotContaining(auth);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "1",
                "secret",
                "{\"auths\":[]}",
                "{\"auths\":\"secret\"}",
                "{\"credHelpers\":1}",
                "{\"auths\":{\"h\":{\"auth\":\"secret\"}}"
            })
    void whatIsNoConfigIsNamedAndNotQuoted(String text) {
        assertThatThrownBy(() -> DockerConfig.parse(text, "the file"))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("the file is not a Docker config.json")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void anEmptyFileHasNoLogins() throws Exception {
        DockerConfig empty = DockerConfig.parse(" \n", "the file");
        assertThat(empty.find("h")).isEmpty();
        assertThat(empty.hasLogins()).isFalse();
        assertThat(empty.with("h", ALICE).hasLogins()).isTrue();
    }

    @Test
    void whatIsWrittenIsFoundAgain() throws Exception {
        DockerConfig config = DockerConfig.empty()
                .with("b.example.com", ALICE)
                .with("a.example.com:5000", RegistryCredential.identityToken("i"))
                .with("c.example.com", RegistryCredential.bearer("r"))
                .with("docker.io", RegistryCredential.basic("hub", "x"));

        DockerConfig read = DockerConfig.parse(config.toJson(), "again");

        assertThat(read.find("b.example.com")).contains(ALICE);
        assertThat(read.find("a.example.com:5000")).contains(RegistryCredential.identityToken("i"));
        assertThat(read.find("c.example.com")).contains(RegistryCredential.bearer("r"));
        assertThat(read.find("registry-1.docker.io")).contains(RegistryCredential.basic("hub", "x"));
    }

    @Test
    void theTextIsHelms() {
        assertThat(DockerConfig.empty()
                        .with("docker.io", RegistryCredential.basic("a", "b"))
                        .toJson())
                .isEqualTo(
                        "{\n\t\"auths\": {\n\t\t\"https://index.docker.io/v1/\": {\n\t\t\t\"auth\": \"YTpi\"\n\t\t}\n\t}\n}\n");
    }

    @Test
    void unknownKeysAreKeptAndOlderLoginsReplaced() throws Exception {
        DockerConfig config = DockerConfig.parse(
                "{\"proxies\":{\"default\":{}},\"auths\":{\"https://h/v2/\":{\"auth\":\"x\"},\"k\":{}}}", "the file");
        DockerConfig changed = config.with("h", ALICE);
        assertThat(changed.toJson()).contains("\"proxies\"").contains("\"k\"").doesNotContain("https://h/v2/");
        assertThat(changed.without("h").find("h")).isEmpty();
        assertThat(config.toJson()).contains("https://h/v2/");
    }

    @Test
    void numbersAreWrittenBackAsTheyWere() throws Exception {
        assertThat(DockerConfig.parse("{\"a\":1.50,\"b\":-0,\"c\":1E400,\"d\":12345678901234567890}", "the file")
                        .toJson())
                .isEqualTo("{\n\t\"a\": 1.50,\n\t\"b\": -0,\n\t\"c\": 1E400,\n\t\"d\": 12345678901234567890\n}\n");
    }

    /** As docker-cli and Helm write them; what is in arrays is nothing of theirs. */
    @Test
    void keysAreSortedButThoseInArrays() throws Exception {
        assertThat(DockerConfig.parse("{\"b\":[{\"d\":1,\"c\":[]}],\"a\":{\"f\":null,\"e\":{}}}", "the file")
                        .toJson())
                .isEqualTo("""
                        {
                        \t"a": {
                        \t\t"e": {},
                        \t\t"f": null
                        \t},
                        \t"b": [ {
                        \t\t"d": 1,
                        \t\t"c": [ ]
                        \t} ]
                        }
                        """);
    }

    @Test
    void helpersAreNamedByHostOrForAll() throws Exception {
        DockerConfig config =
                DockerConfig.parse("{\"credsStore\":\"desktop\",\"credHelpers\":{\"h\":\"ecr-login\"}}", "the file");
        assertThat(config.helperFor("h")).contains("ecr-login");
        assertThat(config.helperFor("other")).contains("desktop");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(DockerConfig.empty()
                        .with("h", RegistryCredential.bearer("hush"))
                        .toString())
                .doesNotContain("hush");
    }
}
