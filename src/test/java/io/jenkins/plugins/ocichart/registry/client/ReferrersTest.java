package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.peer.OpenRegistry;
import io.jenkins.plugins.ocichart.registry.Body;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.TransferListener;
import io.jenkins.plugins.ocichart.simulator.RecordingRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is attached to a manifest, in registries with and without a list of it. */
class ReferrersTest {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Descriptor CONFIG = Descriptor.of("application/vnd.oci.empty.v1+json", EMPTY);

    private static RegistryClient client(String host) throws RegistryException {
        return RegistryClient.open(host, ConnectionSettings.DEFAULT, RegistryCredential.anonymous());
    }

    private static Manifest manifest(String more) throws Exception {
        String json = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
                .formatted(Manifest.OCI_MANIFEST, json(CONFIG), json(CONFIG), more);
        return Manifest.parse(json.getBytes(StandardCharsets.UTF_8), null);
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private static Manifest referrer(Manifest subject, String type, String note) throws Exception {
        return manifest(",\"subject\":%s,\"artifactType\":\"%s\",\"annotations\":{\"note\":\"%s\"}"
                .formatted(json(subject.descriptor()), type, note));
    }

    private static Manifest pushSubject(Repository repository) throws Exception {
        repository.upload(CONFIG, Body.of(EMPTY), TransferListener.NONE);
        Manifest subject = manifest("");
        repository.putManifest("1.0.0", subject.mediaType(), subject.bytes());
        return subject;
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void whatIsAttachedIsListed(OpenRegistry kind) throws Exception {
        try (OpenRegistry.Running registry = kind.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            Manifest subject = pushSubject(repository);
            assertThat(repository.referrers(subject.digest())).isEmpty();

            Manifest one = referrer(subject, "text/one", "1");
            Manifest two = referrer(subject, "text/two", "2");
            repository.attach(subject.digest(), List.of(one), false);
            repository.attach(subject.digest(), List.of(two, one), true);

            assertThat(repository.referrers(subject.digest()))
                    .containsExactlyInAnyOrder(
                            new Referrer(one.descriptor(), "text/one"), new Referrer(two.descriptor(), "text/two"));
            assertThat(repository.manifest(two.digest().toString()).subject()).contains(subject.digest());
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(names = "ZOT", mode = EnumSource.Mode.EXCLUDE)
    void theTagThatReplacesTheListHasTypeAndAnnotations(OpenRegistry kind) throws Exception {
        try (OpenRegistry.Running registry = kind.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            Manifest subject = pushSubject(repository);
            repository.attach(subject.digest(), List.of(referrer(subject, "text/one", "1")), false);

            Manifest index = repository.manifest(subject.digest().toString().replace(':', '-'));
            assertThat(index.mediaType()).isEqualTo(Manifest.OCI_INDEX);
            assertThat(index.json().member("manifests").element(0).toJson())
                    .contains("\"artifactType\":\"text/one\"", "\"annotations\":{\"note\":\"1\"}");
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void clientsThatAttachAtTheSameTimeLoseNothing(OpenRegistry kind) throws Exception {
        int clients = 8;
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try (OpenRegistry.Running registry = kind.start();
                RegistryClient client = client(registry.host())) {
            Manifest subject = pushSubject(client.repository("charts/web"));
            List<Digest> attached = new ArrayList<>();
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Manifest referrer = referrer(subject, "text/" + i, "" + i);
                attached.add(referrer.digest());
                Callable<Void> attach = () -> {
                    try (RegistryClient own = client(registry.host())) {
                        own.repository("charts/web").attach(subject.digest(), List.of(referrer), false);
                        return null;
                    }
                };
                running.add(pool.submit(attach));
            }
            for (Future<Void> one : running) {
                one.get();
            }
            assertThat(client.repository("charts/web").referrers(subject.digest()))
                    .extracting(found -> found.manifest().digest())
                    .containsExactlyInAnyOrderElementsOf(attached);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aRegistryWithAListIsAskedOnce() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.ZOT.start();
                RecordingRegistry recording = RecordingRegistry.inFrontOf(registry.host());
                RegistryClient client = client(recording.host())) {
            Repository repository = client.repository("charts/web");
            Manifest subject = pushSubject(repository);
            recording.clear();

            repository.attach(subject.digest(), List.of(referrer(subject, "text/one", "1")), false);
            repository.referrers(subject.digest());

            assertThat(recording.requests())
                    .extracting(RecordingRegistry.Recorded::method)
                    .containsExactly("PUT", "GET");
        }
    }

    @Test
    void aTagOfThatNameThatIsNoListIsLeftAlone() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            Manifest subject = pushSubject(repository);
            String tag = subject.digest().toString().replace(':', '-');
            repository.putManifest(tag, subject.mediaType(), subject.bytes());

            assertThatThrownBy(() ->
                            repository.attach(subject.digest(), List.of(referrer(subject, "text/one", "1")), false))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("the tag " + tag + " of charts/web")
                    .hasMessageContaining("is no list of what is attached");
            assertThat(repository.resolve(tag)).contains(subject.descriptor());
        }
    }

    @Test
    void aSmallBlobIsReadIntoMemoryAndALargeOneIsNot() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            pushSubject(repository);

            assertThat(repository.blob(CONFIG, 2)).isEqualTo(EMPTY);
            assertThatThrownBy(() -> repository.blob(CONFIG, 1))
                    .hasMessageContaining("has 2 bytes, more than the 1 that are read");
        }
    }

    @Test
    void aTagChangesOnlyIfSomethingIsAdded() throws Exception {
        try (OpenRegistry.Running registry = OpenRegistry.DISTRIBUTION_2.start();
                RegistryClient client = client(registry.host())) {
            Repository repository = client.repository("charts/web");
            Manifest subject = pushSubject(repository);

            repository.change("1.0.0", false, current -> {
                assertThat(current).map(Manifest::digest).contains(subject.digest());
                return Optional.empty();
            });
            assertThat(repository.resolve("1.0.0")).contains(subject.descriptor());
        }
    }
}
