package io.jenkins.plugins.ocichart.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.util.stream.Stream;

/** Manifests come from registries; their digests become addresses, their sizes limits of downloads. */
class ManifestFuzzTest {
    @FuzzTest
    void isReadOrRefused(byte[] input) throws Exception {
        try {
            Manifest manifest = Cost.limited(64, () -> Manifest.parse(input, null));

            assertThat(manifest.bytes()).isEqualTo(input);
            assertThat(manifest.digest()).isEqualTo(Digest.sha256(input));
            assertThat(manifest.descriptor().size()).isEqualTo(input.length);
            assertThat(manifest.isIndex()).isEqualTo(manifest.config().isEmpty());
            Stream.of(manifest.config().stream(), manifest.layers().stream(), manifest.manifests().stream())
                    .flatMap(descriptors -> descriptors)
                    .forEach(descriptor -> {
                        assertThat(Digest.parse(descriptor.digest().toString())).isEqualTo(descriptor.digest());
                        assertThat(descriptor.size()).isNotNegative();
                        assertThat(descriptor.mediaType()).isNotEmpty();
                    });
            assertThat(Manifest.parse(input, manifest.mediaType()).annotations())
                    .isEqualTo(manifest.annotations());
        } catch (InvalidManifestException e) {
            Cost.requireOneLine(e.getMessage());
        }
    }
}
