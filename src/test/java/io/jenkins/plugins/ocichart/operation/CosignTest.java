package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.Verification;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures that cosign makes hold here, and those that are made here hold for cosign. */
class CosignTest {
    @TempDir
    Path dir;

    static Stream<Arguments> registriesAndPrograms() {
        return Stream.of(OpenRegistry.values())
                .flatMap(registry -> Stream.of(CosignProgram.values()).map(cosign -> Arguments.of(registry, cosign)));
    }

    private Descriptor push(RegistryClient client, String host) throws Exception {
        ChartTar.write(dir, "web", "1.0.0");
        assertThat(ChartPush.run(dir, Requests.push("web-1.0.0.tgz", host), line -> {})
                        .problem())
                .isEmpty();
        return client.repository("charts/web").resolve("1.0.0").orElseThrow();
    }

    private static RegistryClient client(String host) throws Exception {
        return RegistryClient.open(host, ConnectionSettings.DEFAULT, RegistryCredential.anonymous());
    }

    private Verification verify(Repository repository, Digest manifest, String key, Map<String, String> annotations)
            throws Exception {
        return new Trust(null, null, null, key + ".pub", annotations)
                .verify(dir, new UntrustedChart("web", "web-1.0.0.tgz", manifest, null, repository, manifest));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("registriesAndPrograms")
    void whatCosignSignsHolds(OpenRegistry kind, CosignProgram cosign) throws Exception {
        cosign.generateKeys(dir, "k");
        try (OpenRegistry.Running registry = kind.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            Digest manifest = push(client, registry.host()).digest();
            cosign.sign(dir, "k", registry.host() + "/charts/web@" + manifest, "-a", "env=prod", "-a", "who=me");

            assertThat(verify(repository, manifest, "k", Map.of("env", "prod")).signatures())
                    .singleElement()
                    .satisfies(signature -> {
                        assertThat(signature.form()).isEqualTo(cosign == CosignProgram.VERSION_2 ? "tag" : "bundle");
                        assertThat(signature.annotations()).isEqualTo(Map.of("env", "prod", "who", "me"));
                    });
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void whatIsSignedHereHoldsForCosign(OpenRegistry kind) throws Exception {
        CosignProgram.VERSION_3.generateKeys(dir, "k");
        SigningKey key = SigningKey.parse(Files.readString(dir.resolve("k.key")), CosignProgram.PASSPHRASE);
        Map<String, String> annotations = Map.of("env", "prod", "who", "a <b> & \"c\"");
        try (OpenRegistry.Running registry = kind.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            Descriptor manifest = push(client, registry.host());
            String reference = registry.host() + "/charts/web";
            CosignSignatures signatures = new CosignSignatures(repository, manifest.digest());

            signatures.add(manifest, NewSignature.tag(reference, manifest.digest(), annotations, key::sign), false);
            for (CosignProgram cosign : CosignProgram.values()) {
                assertThat(cosign.verify(dir, "k", reference + ":1.0.0", "-a", "env=prod"))
                        .contains(manifest.digest().toString());
            }
            signatures.add(
                    manifest,
                    NewSignature.bundle(
                            manifest.digest(), annotations, key.publicKey(), key::sign, NewSignature.Witnesses.NONE),
                    false);
            for (CosignProgram cosign : CosignProgram.values()) {
                assertThat(cosign.verify(dir, "k", reference + ":1.0.0", "-a", "env=prod"))
                        .contains(manifest.digest().toString());
            }
            assertThat(verify(repository, manifest.digest(), "k", annotations).signatures())
                    .extracting(ChartSignature::form)
                    .containsExactly("bundle", "tag");
        }
    }
}
