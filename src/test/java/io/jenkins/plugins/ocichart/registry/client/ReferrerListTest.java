package io.jenkins.plugins.ocichart.registry.client;

import static io.jenkins.plugins.ocichart.simulator.SimulatedRegistry.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.UnavailableException;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireServer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is attached to a manifest, with registries that answer in ways which {@link ReferrersTest}'s real ones don't. */
class ReferrerListTest {
    private static final String SETTLED = SharedTag.class.getName() + ".settled";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor CONFIG = Descriptor.of("application/vnd.oci.empty.v1+json", EMPTY);
    private static final Digest SUBJECT = Digest.sha256("subject".getBytes(StandardCharsets.UTF_8));
    private static final String TAG = SUBJECT.toString().replace(':', '-');
    private static final Descriptor ONE = listed("one");
    private static final Descriptor TWO = listed("two");

    @Started
    private SimulatedRegistry registry;

    @AutoClose
    private RegistryClient client;

    private Repository repository;

    @BeforeEach
    void start() throws Exception {
        System.setProperty(SETTLED, "1");
        registry.blob("web", CONFIG.digest().toString(), EMPTY);
        client = Fast.client(registry.host(), RegistryCredential.basic("alice", "secret"));
        repository = client.repository("web");
    }

    @AfterEach
    void usualTimes() {
        System.clearProperty(SETTLED);
    }

    private static Descriptor listed(String content) {
        return Descriptor.of(Manifest.OCI_MANIFEST, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Descriptor descriptor, String more) {
        return "{\"mediaType\":\"" + descriptor.mediaType() + "\",\"digest\":\"" + descriptor.digest() + "\",\"size\":"
                + descriptor.size() + more + "}";
    }

    private static byte[] index(String... entries) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_INDEX + "\",\"manifests\":["
                        + String.join(",", entries) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static WireServer.Handler list(byte[] document) {
        return exchange -> exchange.respond(200, Map.of("Content-Type", Manifest.OCI_INDEX), document);
    }

    private List<Referrer> referrers() throws Exception {
        return repository.referrers(SUBJECT);
    }

    private static Manifest manifest(String more) throws Exception {
        String json = "{\"schemaVersion\":2,\"mediaType\":\"" + Manifest.OCI_MANIFEST + "\",\"config\":"
                + json(CONFIG, "") + ",\"layers\":[]" + more + "}";
        return Manifest.parse(json.getBytes(StandardCharsets.UTF_8), null);
    }

    private String tag() {
        byte[] index = registry.manifest("web", TAG);
        return index == null ? null : new String(index, StandardCharsets.UTF_8);
    }

    @Test
    void theRegistrysListIsReadPageByPage() throws Exception {
        registry.fault(
                "GET",
                "/referrers/",
                1,
                e -> e.respond(
                        200,
                        Map.of(
                                "Content-Type",
                                Manifest.OCI_INDEX + "; charset=utf-8",
                                "Link",
                                "</v2/web/referrers/" + SUBJECT + "?page=2>; rel=\"next\""),
                        index(json(ONE, ",\"artifactType\":\"text/one\""))));
        registry.always("GET", "/referrers/", list(index(json(TWO, ""))));

        assertThat(referrers()).containsExactly(new Referrer(ONE, "text/one"), new Referrer(TWO, ""));
        assertThat(registry.requests())
                .containsOnly("GET /v2/web/referrers/" + SUBJECT)
                .hasSize(2);
        assertThat(registry.headers().get(0)).containsEntry("accept", Manifest.OCI_INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schemaVersion\":2,\"manifests\":null}", "{}"})
    void aListOfNothingIsEmpty(String document) throws Exception {
        registry.always("GET", "/referrers/", list(document.getBytes(StandardCharsets.UTF_8)));

        assertThat(referrers()).isEmpty();
        assertThat(registry.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "403", "404", "405", "499"})
    void theTagReplacesAListThatTheRegistryDoesNotKeep(int status) throws Exception {
        registry.always("GET", "/referrers/", refuse(status, "UNSUPPORTED", ""));
        assertThat(referrers()).isEmpty();

        registry.manifest("web", TAG, Manifest.OCI_INDEX, index(json(ONE, ",\"artifactType\":\"text/one\"")));
        assertThat(referrers()).containsExactly(new Referrer(ONE, "text/one"));
    }

    @Test
    void aFailureThatMayPassIsNoMissingList() {
        registry.prefer("GET", "/referrers/", Integer.MAX_VALUE, refuse(500, "X", "y"));
        assertThatThrownBy(this::referrers).isInstanceOf(UnavailableException.class);

        registry.prefer("GET", "/referrers/", Integer.MAX_VALUE, refuse(429, "X", "y"));
        assertThatThrownBy(this::referrers).isInstanceOf(RateLimitedException.class);

        registry.prefer(
                "GET",
                "/referrers/",
                Integer.MAX_VALUE,
                e -> e.respond(401, Map.of("WWW-Authenticate", "Basic realm=\"x\""), EMPTY));
        assertThatThrownBy(this::referrers).isInstanceOf(UnauthorizedException.class);
        assertThat(registry.requests()).noneMatch(request -> request.contains("/manifests/"));
    }

    @Test
    void aPageThatIsMissingIsNotTakenForTheEnd() {
        registry.fault(
                "GET",
                "/referrers/",
                1,
                e -> e.respond(
                        200,
                        Map.of("Content-Type", Manifest.OCI_INDEX, "Link", "<?page=2>; rel=\"next\""),
                        index(json(ONE, ""))));
        registry.always("GET", "/referrers/", refuse(404, "NAME_UNKNOWN", "gone"));

        assertThatThrownBy(this::referrers)
                .isInstanceOf(RegistryException.class)
                .hasMessage(registry.host() + " has no web@" + SUBJECT + " (404 NAME_UNKNOWN: gone)");
    }

    @Test
    void aListThatIsNotJsonIsNamed() {
        registry.always("GET", "/referrers/", list("<html>".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(this::referrers)
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith(
                        "the list of what is attached to web@" + SUBJECT + " on " + registry.host() + " is not JSON: ");
    }

    @Test
    void aListOfMoreThanTenThousandIsNoListOfSignatures() throws Exception {
        String[] entries = Collections.nCopies(10_000, json(ONE, "")).toArray(String[]::new);
        registry.fault("GET", "/referrers/", 1, list(index(entries)));
        assertThat(referrers()).hasSize(10_000);

        registry.always(
                "GET",
                "/referrers/",
                list(index(Collections.nCopies(10_001, json(ONE, "")).toArray(String[]::new))));
        assertThatThrownBy(this::referrers)
                .hasMessage("the list of what is attached to web@" + SUBJECT + " on " + registry.host()
                        + " has more than 10000 entries");
    }

    @Test
    void theTagOfALongerDigestIsCutOff() throws Exception {
        Digest longer = Digest.parse("sha512:" + "0123456789abcdef".repeat(8));
        registry.always("GET", "/referrers/", refuse(404, "", ""));

        assertThat(repository.referrers(longer)).isEmpty();
        assertThat(registry.requests())
                .last()
                .isEqualTo("GET /v2/web/manifests/sha512-" + "0123456789abcdef".repeat(4));
    }

    @Test
    void whatTheRegistryListsItselfIsNotListedInTheTag() throws Exception {
        Manifest signature = manifest(",\"artifactType\":\"text/one\"");
        registry.always("PUT", "/manifests/", e -> registry.answer(e, Map.of("OCI-Subject", SUBJECT.toString())));

        repository.attach(SUBJECT, List.of(signature), true);

        assertThat(registry.requests()).containsExactly("PUT /v2/web/manifests/" + signature.digest());
    }

    @Test
    void whatTheRegistryDoesNotListIsListedInTheTagWithTypeAndAnnotations() throws Exception {
        Manifest one = manifest(",\"artifactType\":\"text/one\",\"annotations\":{\"note\":\"1\"}");
        Manifest two = manifest(",\"annotations\":{}");

        repository.attach(SUBJECT, List.of(one, two), false);

        assertThat(tag())
                .isEqualTo(new String(
                        index(
                                json(
                                        one.descriptor(),
                                        ",\"artifactType\":\"text/one\",\"annotations\":{\"note\":\"1\"}"),
                                json(two.descriptor(), ",\"artifactType\":\"" + CONFIG.mediaType() + "\"")),
                        StandardCharsets.UTF_8));
        assertThat(registry.manifest("web", one.digest().toString())).isEqualTo(one.bytes());
    }

    @Test
    void anIndexThatIsAttachedHasNoTypeUnlessItSaysOne() throws Exception {
        Manifest index = Manifest.parse(index(), null);

        repository.attach(SUBJECT, List.of(index), false);

        assertThat(tag()).isEqualTo(new String(index(json(index.descriptor(), "")), StandardCharsets.UTF_8));
    }

    @Test
    void whatOthersAttachedStaysInTheTag() throws Exception {
        registry.manifest("web", TAG, Manifest.OCI_INDEX, index(json(ONE, ",\"artifactType\":\"text/one\",\"x\":1")));
        Manifest mine = manifest(",\"artifactType\":\"text/mine\"");

        repository.attach(SUBJECT, List.of(mine), true);

        assertThat(tag())
                .isEqualTo(new String(
                        index(
                                json(ONE, ",\"artifactType\":\"text/one\",\"x\":1"),
                                json(mine.descriptor(), ",\"artifactType\":\"text/mine\"")),
                        StandardCharsets.UTF_8));
    }

    @Test
    void whatIsListedAlreadyIsNotListedTwice() throws Exception {
        Manifest mine = manifest("");
        repository.attach(SUBJECT, List.of(mine), false);
        String before = tag();

        repository.attach(SUBJECT, List.of(mine), false);

        assertThat(tag()).isEqualTo(before);
        assertThat(registry.requests())
                .filteredOn(request -> request.equals("PUT /v2/web/manifests/" + TAG))
                .hasSize(1);
    }

    @Test
    void aTagThatIsNotFoundAnyMoreIsNotReplaced() throws Exception {
        Manifest mine = manifest("");

        assertThatThrownBy(() -> repository.attach(SUBJECT, List.of(mine), true))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("the tag " + TAG + " of web on " + registry.host() + " was there a moment ago");
        assertThat(tag()).isNull();
    }

    @Test
    void whatOthersAttachedMayBeInTheRegistrysOwnList() throws Exception {
        registry.always("GET", "/referrers/", list(index(json(ONE, ""))));
        Manifest mine = manifest("");

        repository.attach(SUBJECT, List.of(mine), true);

        assertThat(tag()).contains(mine.digest().toString());
    }

    @Test
    void aTagThatIsNoListIsLeftAlone() throws Exception {
        byte[] other = manifest("").bytes();
        registry.manifest("web", TAG, Manifest.OCI_MANIFEST, other);

        assertThatThrownBy(() -> repository.attach(SUBJECT, List.of(manifest(",\"x\":1")), false))
                .isInstanceOf(RegistryException.class)
                .hasMessage("the tag " + TAG + " of web on " + registry.host() + " is no list of what is attached to "
                        + SUBJECT + ", so nothing can be added to it: delete that tag");
        assertThat(registry.manifest("web", TAG)).isEqualTo(other);
    }
}
