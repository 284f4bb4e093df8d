package io.jenkins.plugins.ocichart.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.peer.CosignProgram;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.client.Referrer;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.registry.client.Repository;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import io.jenkins.plugins.ocichart.simulator.TokenServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts that Helm has pushed and cosign has signed, copied between real registries. */
class CopyTest {
    @TempDir
    Path dir;

    private final List<String> console = new ArrayList<>();
    private HelmProgram helm;
    private Path archive;

    @BeforeEach
    void packageChart() throws Exception {
        helm = HelmProgram.onPath();
        archive = ChartTar.write(dir.resolve("web-1.0.0.tgz"), "web", "1.0.0", "appVersion: '7'\n");
    }

    static Stream<Arguments> pairs() {
        return Stream.of(OpenRegistry.values())
                .flatMap(from -> Stream.of(OpenRegistry.values()).map(to -> Arguments.of(from, to)));
    }

    private void push(String host) throws Exception {
        helm.run("push", archive.toString(), "oci://" + host + "/staging", "--plain-http");
    }

    private CopiedChart copy(Copy request) throws Exception {
        return request.run(dir, console::add);
    }

    private static Copy request(String fromHost, String toHost, boolean signatures) {
        return request(fromHost, toHost, IfExists.OVERWRITE, signatures, Trust.NONE);
    }

    private static Copy request(String fromHost, String toHost, IfExists ifExists, boolean signatures, Trust trust) {
        return new Copy(
                "oci://" + fromHost + "/staging/web:1.0.0",
                null,
                false,
                "oci://" + toHost + "/prod",
                ifExists,
                signatures,
                trust,
                Requests.NOBODY,
                Requests.NOBODY);
    }

    private static Digest config(String host) throws Exception {
        try (RegistryClient client = client(host)) {
            return client.repository("staging/web")
                    .manifest("1.0.0")
                    .config()
                    .orElseThrow()
                    .digest();
        }
    }

    private static RegistryClient client(String host) throws Exception {
        return RegistryClient.open(host, ConnectionSettings.DEFAULT, RegistryCredential.anonymous());
    }

    private String md5() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(archive)));
    }

    private void assertHelmPulls(String host, String digest) throws Exception {
        Path out = Files.createDirectories(dir.resolve("out"));
        String chart = "oci://" + host + "/prod/web";
        assertThat(helm.run("pull", chart, "--version", ">0.0.0", "--plain-http", "-d", out.toString()))
                .contains("Digest: " + digest);
        assertThat(out.resolve("web-1.0.0.tgz")).hasSameBinaryContentAs(archive);
        try (RegistryClient client = client(host)) {
            assertThat(client.repository("prod/web").tags()).contains("1.0.0");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withinOneRegistryTheConfigAloneIsRead(OpenRegistry kind) throws Exception {
        try (OpenRegistry.Running registry = kind.start();
                RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            push(registry.host());
            CopiedChart copied = copy(request(recording.host(), recording.host(), false));

            String config = "GET /v2/staging/web/blobs/" + config(registry.host()) + " 200";
            assertThat(recording.lines())
                    .containsExactlyInAnyOrder(
                            "GET /v2/staging/web/manifests/1.0.0 200",
                            config,
                            "HEAD /v2/prod/web/manifests/1.0.0 404",
                            "POST /v2/prod/web/blobs/uploads/ 201",
                            "POST /v2/prod/web/blobs/uploads/ 201",
                            "PUT /v2/prod/web/manifests/1.0.0 201");
            assertThat(copied.pushed()).isTrue();
            assertThat(copied.from()).isEqualTo(recording.host() + "/staging/web:1.0.0");
            assertThat(copied.chart().ref()).isEqualTo(recording.host() + "/prod/web:1.0.0");
            assertThat(copied.chart().name() + " " + copied.chart().version()).isEqualTo("web 1.0.0");
            assertThat(copied.chart().appVersion()).isEqualTo("7");
            assertThat(console)
                    .containsExactly(
                            "Copied: " + recording.host() + "/prod/web:1.0.0",
                            "Digest: " + copied.chart().digest());
            assertHelmPulls(registry.host(), copied.chart().digest());

            recording.clear();
            assertThat(copy(request(recording.host(), recording.host(), false)).pushed())
                    .isFalse();
            assertThat(recording.lines())
                    .containsExactly(
                            "GET /v2/staging/web/manifests/1.0.0 200", config, "HEAD /v2/prod/web/manifests/1.0.0 200");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lookingForSignaturesTakesFourRequestsOrFive(OpenRegistry kind) throws Exception {
        try (OpenRegistry.Running registry = kind.start();
                RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            push(registry.host());
            copy(request(recording.host(), recording.host(), true));
            assertThat(recording.lines()).hasSize(kind == OpenRegistry.ZOT ? 10 : 11);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("pairs")
    void theCopyIsTheSameAndCosignVerifiesIt(OpenRegistry fromKind, OpenRegistry toKind) throws Exception {
        CosignProgram.VERSION_3.generateKeys(dir, "k");
        try (OpenRegistry.Running from = fromKind.start();
                OpenRegistry.Running to = toKind.start()) {
            push(from.host());
            String reference = from.host() + "/staging/web:1.0.0";
            CosignProgram.VERSION_2.sign(dir, "k", reference);
            CosignProgram.VERSION_2.attest(dir, "k", reference);
            CosignProgram.VERSION_3.sign(dir, "k", reference);

            Trust trust = new Trust(null, null, null, "k.pub", Map.of());
            CopiedChart copied = copy(request(from.host(), to.host(), IfExists.FAIL, true, trust));

            assertThat(copied.verification().signatures())
                    .extracting(ChartSignature::form)
                    .containsExactly("bundle", "tag");
            assertThat(copied.md5()).isEqualTo(md5());
            assertThat(console).contains("Signatures and attestations: 3 copied.");
            String key = copied.verification().signatures().get(0).key();
            assertThat(console)
                    .endsWith(
                            "Signed with cosign (bundle) by key " + key + ": "
                                    + copied.chart().digest(),
                            "Signed with cosign (tag) by key " + key + ": "
                                    + copied.chart().digest());
            for (CosignProgram cosign : CosignProgram.values()) {
                assertThat(cosign.verify(dir, "k", to.host() + "/prod/web:1.0.0"))
                        .contains(copied.chart().digest());
            }
            try (RegistryClient source = client(from.host());
                    RegistryClient target = client(to.host())) {
                assertSame(
                        source.repository("staging/web"),
                        target.repository("prod/web"),
                        copied.chart().digest());
            }
            assertHelmPulls(to.host(), copied.chart().digest());
        }
    }

    private static void assertSame(Repository source, Repository target, String digest) throws Exception {
        Digest chart = Digest.parse(digest);
        for (String tag :
                List.of("1.0.0", CosignSignatures.tag(chart, ".sig"), CosignSignatures.tag(chart, ".att"), digest)) {
            assertThat(target.manifest(tag).bytes())
                    .isEqualTo(source.manifest(tag).bytes());
        }
        assertThat(target.referrers(chart)).isNotEmpty().isEqualTo(source.referrers(chart));
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void whatRefersToAReferrerTravelsAlong(OpenRegistry kind) throws Exception {
        CosignProgram.VERSION_3.generateKeys(dir, "k");
        try (OpenRegistry.Running from = kind.start();
                OpenRegistry.Running to = OpenRegistry.ZOT.start();
                RegistryClient source = client(from.host());
                RegistryClient target = client(to.host())) {
            push(from.host());
            Repository staging = source.repository("staging/web");
            Digest chart = staging.resolve("1.0.0").orElseThrow().digest();
            CosignProgram.VERSION_3.attest(dir, "k", from.host() + "/staging/web@" + chart);
            Digest first = staging.referrers(chart).get(0).manifest().digest();
            CosignProgram.VERSION_3.sign(dir, "k", from.host() + "/staging/web@" + first);
            Referrer second = staging.referrers(first).get(0);

            copy(request(from.host(), to.host(), true));

            assertThat(target.repository("prod/web").referrers(first)).containsExactly(second);
            CosignProgram.VERSION_3.verify(dir, "k", to.host() + "/prod/web@" + first);
        }
    }

    /** Under the tag of signatures, which may be anything. */
    @Tag("slow")
    @Test
    void anIndexOfMoreManifestsThanAnybodyListsIsNotCopied() throws Exception {
        try (OpenRegistry.Running from = OpenRegistry.DISTRIBUTION_2.start();
                OpenRegistry.Running to = OpenRegistry.DISTRIBUTION_2.start();
                RegistryClient source = client(from.host());
                RegistryClient target = client(to.host())) {
            push(from.host());
            Repository staging = source.repository("staging/web");
            Descriptor chart = staging.resolve("1.0.0").orElseThrow();
            String entry = "{\"mediaType\":\"" + chart.mediaType() + "\",\"digest\":\"" + chart.digest()
                    + "\",\"size\":" + chart.size() + "}";
            String many = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":["
                    + String.join(",", Collections.nCopies(501, entry)) + "]}";
            staging.putManifest(
                    CosignSignatures.tag(chart.digest(), ".sig"),
                    Manifest.OCI_INDEX,
                    many.getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> copy(request(from.host(), to.host(), true)))
                    .hasMessageContaining("is one of more than 500 manifests that belong to one chart")
                    .hasMessageContaining("signatures: false");
            assertThat(target.repository("prod/web").resolve("1.0.0")).isEmpty();
        }
    }

    @Tag("slow")
    @Test
    void moreThanAnybodyAttachesIsNotCopied() throws Exception {
        CosignProgram.VERSION_3.generateKeys(dir, "k");
        try (OpenRegistry.Running from = OpenRegistry.DISTRIBUTION_2.start();
                OpenRegistry.Running to = OpenRegistry.DISTRIBUTION_2.start();
                RegistryClient source = client(from.host());
                RegistryClient target = client(to.host())) {
            push(from.host());
            CosignProgram.VERSION_3.sign(dir, "k", from.host() + "/staging/web:1.0.0");
            Repository staging = source.repository("staging/web");
            String tag =
                    CosignSignatures.tag(staging.resolve("1.0.0").orElseThrow().digest(), "");
            JsonValue index = staging.manifest(tag).json();
            JsonValue entry = index.member("manifests").element(0);
            String many = index.with("manifests", JsonValue.array(Collections.nCopies(501, entry)))
                    .toJson();
            staging.putManifest(tag, Manifest.OCI_INDEX, many.getBytes(StandardCharsets.UTF_8));

            assertThatThrownBy(() -> copy(request(from.host(), to.host(), true)))
                    .hasMessageContaining("more than 500 signatures")
                    .hasMessageContaining("signatures: false");
            assertThat(target.repository("prod/web").resolve("1.0.0")).isEmpty();
        }
    }

    @Tag("slow")
    @Test
    void signaturesThatTheTargetHasStay() throws Exception {
        CosignProgram.VERSION_3.generateKeys(dir, "dev");
        CosignProgram.VERSION_3.generateKeys(dir, "release");
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start()) {
            push(registry.host());
            String staging = registry.host() + "/staging/web:1.0.0";
            String prod = registry.host() + "/prod/web:1.0.0";
            copy(request(registry.host(), registry.host(), true));
            for (CosignProgram cosign : CosignProgram.values()) {
                cosign.sign(dir, "dev", staging);
                cosign.sign(dir, "release", prod);
            }

            CopiedChart again = copy(request(registry.host(), registry.host(), true));

            assertThat(again.pushed()).isFalse();
            assertThat(console).contains("Signatures and attestations: 2 copied.");
            CosignProgram.VERSION_3.verify(dir, "dev", prod);
            CosignProgram.VERSION_3.verify(dir, "release", prod);
            try (RegistryClient client = client(registry.host())) {
                Digest chart = Digest.parse(again.chart().digest());
                assertThat(new CosignSignatures(client.repository("prod/web"), chart).find())
                        .hasSize(4);
            }
        }
    }

    @Tag("slow")
    @Test
    void whatIsNotVerifiedIsNotCopied() throws Exception {
        CosignProgram.VERSION_3.generateKeys(dir, "k");
        CosignProgram.VERSION_3.generateKeys(dir, "other");
        try (OpenRegistry.Running from = OpenRegistry.DISTRIBUTION_2.start();
                OpenRegistry.Running to = OpenRegistry.DISTRIBUTION_2.start();
                RecordingRegistry recording = RecordingRegistry.inFrontOf(to.host())) {
            push(from.host());
            CosignProgram.VERSION_3.sign(dir, "other", from.host() + "/staging/web:1.0.0");
            Trust trust = new Trust(null, null, null, "k.pub", Map.of());

            assertThatThrownBy(() -> copy(request(from.host(), recording.host(), IfExists.OVERWRITE, true, trust)))
                    .isInstanceOf(UnverifiedException.class)
                    .hasMessageStartingWith("cannot verify " + from.host() + "/staging/web:1.0.0: bundle sha256:");
            assertThat(recording.lines()).isEmpty();
        }
    }

    @Test
    void anotherChartUnderTheTagIsKeptReplacedOrAFailure() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start();
                RegistryClient client = client(registry.host())) {
            String host = registry.host();
            push(host);
            copy(request(host, host, true));
            Descriptor first = client.repository("prod/web").resolve("1.0.0").orElseThrow();
            ChartTar.entries(archive, "web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: '7'\n");
            push(host);

            assertThatThrownBy(() -> copy(request(host, host, IfExists.FAIL, true, Trust.NONE)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("prod/web:1.0.0 exists already with the digest " + first.digest());
            CopiedChart kept = copy(request(host, host, IfExists.SKIP, true, Trust.NONE));
            assertThat(kept.pushed()).isFalse();
            assertThat(kept.chart().digest()).isEqualTo(first.digest().toString());
            assertThat(client.repository("prod/web").resolve("1.0.0")).contains(first);

            CopiedChart moved = copy(request(host, host, IfExists.OVERWRITE, true, Trust.NONE));
            assertThat(client.repository("prod/web").resolve("1.0.0").map(Descriptor::digest))
                    .contains(Digest.parse(moved.chart().digest()));
        }
    }

    @Test
    void theSameChartWithAnotherTimeIsUpToDate() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start()) {
            String host = registry.host();
            push(host);
            CopiedChart first = copy(request(host, host, true));
            Files.setLastModifiedTime(archive, java.nio.file.attribute.FileTime.fromMillis(0));
            push(host);

            CopiedChart again = copy(request(host, host, IfExists.FAIL, true, Trust.NONE));
            assertThat(again.pushed()).isFalse();
            assertThat(again.chart().digest()).isEqualTo(first.chart().digest());
        }
    }

    @Test
    void aDigestIsCopiedUnderTheChartsVersion() throws Exception {
        try (OpenRegistry.Running from = OpenRegistry.DISTRIBUTION_2.start();
                OpenRegistry.Running to = OpenRegistry.DISTRIBUTION_3.start();
                RegistryClient client = client(from.host())) {
            push(from.host());
            Digest digest = client.repository("staging/web")
                    .resolve("1.0.0")
                    .orElseThrow()
                    .digest();
            String reference = "oci://" + from.host() + "/staging/web@" + digest;

            CopiedChart copied = copy(new Copy(
                    reference,
                    null,
                    false,
                    "oci://" + to.host() + "/prod",
                    IfExists.FAIL,
                    true,
                    Trust.NONE,
                    Requests.NOBODY,
                    Requests.NOBODY));
            assertThat(copied.chart().tag()).isEqualTo("1.0.0");
            assertThat(copied.chart().digest()).isEqualTo(digest.toString());
            assertThat(copied.from()).isEqualTo(from.host() + "/staging/web@" + digest);
        }
    }

    @Test
    void anIndexIsCopiedWithWhatItLists() throws Exception {
        try (OpenRegistry.Running from = OpenRegistry.DISTRIBUTION_2.start();
                OpenRegistry.Running to = OpenRegistry.ZOT.start();
                RegistryClient source = client(from.host());
                RegistryClient target = client(to.host())) {
            push(from.host());
            Descriptor chart = source.repository("staging/web").resolve("1.0.0").orElseThrow();
            byte[] index =
                    "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                            .formatted(Manifest.OCI_INDEX, chart.mediaType(), chart.digest(), chart.size())
                            .getBytes(StandardCharsets.UTF_8);
            source.repository("staging/web").putManifest("1.0.0", Manifest.OCI_INDEX, index);

            CopiedChart copied = copy(request(from.host(), to.host(), true));
            assertThat(target.repository("prod/web").manifest("1.0.0").bytes()).isEqualTo(index);
            assertThat(target.repository("prod/web").resolve(chart.digest().toString()))
                    .contains(chart);
            assertThat(copied.chart().digest()).isEqualTo(Digest.sha256(index).toString());
        }
    }

    /** The token of a push covers reading the other repository, or the registry wouldn't mount from it. */
    @Test
    void aRegistryWithTokensMountsToo(@Started TokenServer tokens) throws Exception {
        try (DockerRegistry registry = tokens.registry();
                RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host())) {
            assertThat(ChartPush.run(dir, Requests.push("web-1.0.0.tgz", registry.host()), line -> {})
                            .problem())
                    .isEmpty();
            copy(new Copy(
                    "oci://" + recording.host() + "/charts/web:1.0.0",
                    null,
                    false,
                    "oci://" + recording.host() + "/prod",
                    IfExists.FAIL,
                    true,
                    Trust.NONE,
                    Requests.ALICE,
                    Requests.ALICE));
            assertThat(recording.lines())
                    .filteredOn(line -> line.startsWith("POST") && !line.endsWith(" 401"))
                    .hasSize(2)
                    .allMatch(line -> line.endsWith(" 201"));
            assertThat(recording.lines())
                    .filteredOn(line -> line.startsWith("GET") && line.contains("/blobs/"))
                    .hasSize(1); // the config
        }
    }

    @Test
    void aTargetThatFailsGetsNoTagAndNothingIsLeftOnTheAgent() throws Exception {
        Set<Path> before = temporaryFiles();
        try (OpenRegistry.Running from = OpenRegistry.DISTRIBUTION_2.start();
                OpenRegistry.Running to = OpenRegistry.DISTRIBUTION_2.start();
                RecordingRegistry recording = RecordingRegistry.limitingBodies(to.host(), 10);
                RegistryClient client = client(to.host())) {
            push(from.host());
            assertThatThrownBy(() -> copy(request(from.host(), recording.host(), false)))
                    .isInstanceOf(IOException.class);
            assertThat(client.repository("prod/web").resolve("1.0.0")).isEmpty();
        }
        Set<Path> left = temporaryFiles();
        left.removeAll(before);
        for (int i = 0; i < 600 && left.stream().anyMatch(Files::exists); i++) {
            Thread.sleep(100); // other tests copy at the same time, and delete their files soon
        }
        assertThat(left).noneMatch(Files::exists);
    }

    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("oci-chart-.*blob"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void addressesAreRefusedByTheNameOfTheirParameter() {
        assertThatThrownBy(() -> copy(request("a b", "localhost:1", true))).hasMessageContaining("from 'oci://a b/");
        assertThatThrownBy(() -> copy(request("localhost:1", "localhost:1/web:1", true)))
                .hasMessageContaining("to 'oci://localhost:1/web:1/prod' has a tag");
    }
}
