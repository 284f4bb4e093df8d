package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String DIGEST = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String DESCRIPTOR = "{\"mediaType\":\"a/b\",\"digest\":\"" + DIGEST + "\",\"size\":5}";

    private static Manifest parse(String json, String type) throws InvalidManifestException {
        return Manifest.parse(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /** Pushed by Helm 3.21; it has no media type of its own. */
    @Test
    void helmsManifestIsRead() throws Exception {
        String helms =
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.cncf.helm.config.v1+json\",\"digest\":\"sha256:2eeeec1f846fc259997d00da9363b3e169efc6f2096b21e7f0cf4f9e46b83999\",\"size\":48},\"layers\":[{\"mediaType\":\"application/vnd.cncf.helm.chart.provenance.v1.prov\",\"digest\":\"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\",\"size\":5},{\"mediaType\":\"application/vnd.cncf.helm.chart.content.v1.tar+gzip\",\"digest\":\"sha256:ee67873beee9cb773bbb75afc75e14bad11c66e015ca30f43e29809b4ea6b0c7\",\"size\":137}],\"annotations\":{\"org.opencontainers.image.created\":\"2023-11-14T22:13:20Z\",\"org.opencontainers.image.title\":\"p\",\"org.opencontainers.image.version\":\"1.0.0\"}}";

        Manifest manifest = parse(helms, Manifest.OCI_MANIFEST);

        assertThat(manifest.digest())
                .hasToString("sha256:1660b553e8c71ad09e2967d0db6c50bf2f93789a26c0283a8eda5f4b2bd815e1");
        assertThat(manifest.descriptor().size()).isEqualTo(664);
        assertThat(manifest.config().orElseThrow().size()).isEqualTo(48);
        assertThat(manifest.layers()).extracting(Descriptor::size).containsExactly(5L, 137L);
        assertThat(manifest.annotations()).containsEntry("org.opencontainers.image.title", "p");
        assertThat(manifest.isIndex()).isFalse();
    }

    @Test
    void anIndexListsManifests() throws Exception {
        Manifest index = parse("{\"schemaVersion\":2,\"manifests\":[" + DESCRIPTOR + "]}", Manifest.OCI_INDEX);
        assertThat(index.isIndex()).isTrue();
        assertThat(index.manifests()).hasSize(1);
        assertThat(index.config()).isEmpty();
        assertThat(index.layers()).isEmpty();
    }

    @Test
    void withoutAContentTypeTheManifestSpeaksForItself() throws Exception {
        assertThat(parse("{\"manifests\":[]}", null).mediaType()).isEqualTo(Manifest.OCI_INDEX);
        assertThat(parse("{\"config\":" + DESCRIPTOR + ",\"layers\":[]}", "").mediaType())
                .isEqualTo(Manifest.OCI_MANIFEST);
        assertThat(parse("{\"mediaType\":\"" + Manifest.DOCKER_LIST + "\",\"manifests\":[]}", null)
                        .mediaType())
                .isEqualTo(Manifest.DOCKER_LIST);
    }

    @Test
    void parametersOfTheContentTypeDoNotMatter() throws Exception {
        String json = "{\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":" + DESCRIPTOR + ",\"layers\":[]}";
        assertThat(parse(json, "Application/vnd.oci.image.manifest.v1+JSON; charset=utf-8")
                        .mediaType())
                .isEqualTo(Manifest.OCI_MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "1",
                "null",
                "\"x\"",
                "{}",
                "{\"config\":D}",
                "{\"config\":D,\"layers\":{}}",
                "{\"config\":D,\"layers\":[]} trailing",
                "{\"config\":D,\"layers\":[],\"manifests\":[]}",
                "{\"config\":[],\"layers\":[]}",
                "{\"config\":D,\"layers\":[null]}",
                "{\"config\":D,\"layers\":[{}]}",
                "{\"config\":D,\"layers\":[{\"mediaType\":\"a\",\"digest\":\"sha256:x\",\"size\":1}]}",
                "{\"config\":D,\"layers\":[{\"mediaType\":\"a\",\"digest\":\"SHA\",\"size\":-1}]}",
                "{\"config\":D,\"layers\":[{\"mediaType\":\"a\",\"digest\":\"SHA\",\"size\":1.5}]}",
                "{\"config\":D,\"layers\":[{\"mediaType\":\"a\",\"digest\":\"SHA\",\"size\":99999999999999999999}]}",
                "{\"config\":D,\"layers\":[],\"annotations\":[]}",
                "{\"config\":D,\"layers\":[],\"annotations\":{\"a\":1}}",
                "{\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"config\":D,\"layers\":[]}"
            })
    void brokenOnesAreRefusedInOneLine(String json) {
        assertThatThrownBy(() -> parse(json.replace("D", DESCRIPTOR).replace("SHA", DIGEST), Manifest.OCI_MANIFEST))
                .isInstanceOf(InvalidManifestException.class)
                .message()
                .doesNotContain("\n")
                .isNotEmpty();
    }

    @Test
    void anotherTypeIsNamed() {
        assertThatThrownBy(() -> parse("{}", "application/vnd.docker.distribution.manifest.v1+prettyjws"))
                .hasMessageContaining("application/vnd.docker.distribution.manifest.v1+prettyjws");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"config\":".repeat(100_000);
        assertThatThrownBy(() -> parse(deep, null)).isInstanceOf(InvalidManifestException.class);
    }

    @Test
    void moreThanFourMebibytesAreRefused() {
        assertThatThrownBy(() -> Manifest.parse(new byte[Manifest.MAX_SIZE + 1], null))
                .hasMessageContaining("4194305 bytes, the limit is 4194304");
    }

    @Test
    void aSizeMayBeZeroButNotLess() throws Exception {
        String manifest = "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + "0".repeat(64)
                + "\",\"size\":SIZE},\"layers\":[]}";

        assertThat(Manifest.parse(manifest.replace("SIZE", "0").getBytes(StandardCharsets.UTF_8), null)
                        .config())
                .hasValueSatisfying(config -> assertThat(config.size()).isZero());
        assertThatThrownBy(() -> Manifest.parse(manifest.replace("SIZE", "-1").getBytes(StandardCharsets.UTF_8), null))
                .hasMessage("the manifest's \"config\" has an impossible size");
    }

    @Test
    void aManifestOfExactlyFourMebibytesIsRead() throws Exception {
        String manifest = "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + "0".repeat(64)
                + "\",\"size\":1},\"layers\":[]}";
        byte[] largest = (manifest + " ".repeat((4 << 20) - manifest.length())).getBytes(StandardCharsets.UTF_8);

        assertThat(Manifest.parse(largest, null).layers()).isEmpty();
        assertThatThrownBy(() -> Manifest.parse(Arrays.copyOf(largest, largest.length + 1), null))
                .hasMessage("the manifest has 4194305 bytes, the limit is 4194304");
    }
}
