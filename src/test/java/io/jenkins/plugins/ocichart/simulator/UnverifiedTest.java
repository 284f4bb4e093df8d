package io.jenkins.plugins.ocichart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.Push;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What isn't known for sure of a service: it must not matter which way it is. */
@ExtendWith(ShortWaits.class)
class UnverifiedTest {
    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Switch<S> {
        void set(S simulator);
    }

    private static <S extends RegistrySimulator> Arguments either(String name, Supplier<S> starter, Switch<S> other) {
        Supplier<RegistrySimulator> set = () -> {
            S simulator = starter.get();
            other.set(simulator);
            return simulator;
        };
        return Arguments.of(name, set);
    }

    static Stream<Arguments> pushing() {
        return Stream.of(
                either("IBM doesn't quote what it challenges with", IbmCloud::new, ibm -> ibm.quotes = false),
                either("Artifactory takes Basic directly", Artifactory::new, registry -> registry.takesBasic = true),
                either("ECR creates on push", ElasticContainerRegistry::new, ecr -> ecr.hasCreationTemplate = true),
                either("ECR answers PATCH by 202", ElasticContainerRegistry::new, ecr -> ecr.api.blobs().patched = 202),
                either(
                        "Google's token server looks at no right",
                        ArtifactRegistry::new,
                        google -> google.refusesAtTokenServer = false),
                either(
                        "ACR's Location is complete",
                        AzureContainerRegistry::new,
                        acr -> acr.api.blobs().relativeLocation = false),
                either(
                        "GHCR's Location is complete",
                        GitHubPackages::new,
                        ghcr -> ghcr.api.blobs().relativeLocation = false),
                either("GHCR serves blobs itself", GitHubPackages::new, ghcr -> ghcr.api.blobs().storageHost = null),
                either("GitLab serves blobs itself", GitLab::new, gitlab -> gitlab.api.blobs().storageHost = null),
                either(
                        "Distribution's Location is relative",
                        Distribution::new,
                        registry -> registry.api.blobs().relativeLocation = true),
                either(
                        "Distribution takes a single POST",
                        Distribution::new,
                        registry -> registry.api.blobs().singlePost = true),
                either("zot takes no single POST", Zot::new, zot -> zot.api.blobs().singlePost = false),
                either("nobody names the digest", Harbor::new, harbor -> harbor.api.namesDigest = false),
                either("pages are small", Quay::new, quay -> quay.api.pageSize = 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pushing")
    void aChartIsPushedOnceAndPulledByRange(String name, Supplier<RegistrySimulator> starter) throws Exception {
        RegistrySimulator simulator = starter.get();
        try (Internet internet = new Internet().add(simulator)) {
            if (!simulator.createsOnPush()) {
                simulator.prepare(simulator.namespace() + "/web");
            }
            assertThat(push(simulator, internet, "1.0.0", simulator.writer()).failures())
                    .isEmpty();
            PushResult second = push(simulator, internet, "1.1.0", simulator.writer());
            PushResult again = push(simulator, internet, "1.1.0", simulator.writer());
            assertThat(again.charts().get(0).pushed()).isFalse();
            assertThat(ChartPull.run(
                                    directory,
                                    new Pull(
                                            "oci://" + simulator.host() + "/" + simulator.namespace() + "/web",
                                            "^1.0",
                                            false,
                                            "pulled",
                                            false,
                                            ".",
                                            false,
                                            new RegistryAccess(internet.settings(), simulator.writer(), Map.of())),
                                    line -> {})
                            .chart()
                            .digest())
                    .isEqualTo(second.charts().get(0).chart().digest());
        }
    }

    static Stream<Arguments> refusing() {
        return Stream.of(
                either("IBM refuses rights by 401", IbmCloud::new, ibm -> ibm.deniedStatus = 401),
                either("Artifactory refuses Basic directly", Artifactory::new, registry -> registry.takesBasic = true),
                either(
                        "Google refuses with the request",
                        ArtifactRegistry::new,
                        google -> google.refusesAtTokenServer = false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusing")
    void aMissingRightIsExplained(String name, Supplier<RegistrySimulator> starter) throws Exception {
        RegistrySimulator simulator = starter.get();
        try (Internet internet = new Internet().add(simulator)) {
            simulator.prepare(simulator.namespace() + "/web");

            assertThat(push(simulator, internet, "1.0.0", simulator.reader())
                            .failures()
                            .get(0)
                            .message())
                    .contains(simulator.host())
                    .containsPattern("may not|denied|denies");
        }
    }

    static Stream<Arguments> locking() {
        return Stream.of(
                either("GitLab locks by 400", GitLab::new, gitlab -> gitlab.lockedStatus = 400),
                either("GitLab locks by 409", GitLab::new, gitlab -> gitlab.lockedStatus = 409),
                either("IBM locks by 401", IbmCloud::new, ibm -> ibm.deniedStatus = 401));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("locking")
    void aLockedTagIsExplained(String name, Supplier<RegistrySimulator> starter) throws Exception {
        RegistrySimulator simulator = starter.get();
        try (Internet internet = new Internet().add(simulator)) {
            push(simulator, internet, "1.0.0", simulator.writer());
            simulator.immutable = true;
            Path folder = Files.createTempDirectory(directory, "push");
            ChartTar.described(folder, "web", "1.0.0", "Another one");

            assertThat(push(folder, simulator, internet, simulator.writer())
                            .failures()
                            .get(0)
                            .message())
                    .contains("web:1.0.0 already exists on " + simulator.host());
        }
    }

    private PushResult push(RegistrySimulator simulator, Internet internet, String version, RegistryCredential who)
            throws Exception {
        Path folder = Files.createTempDirectory(directory, "push");
        ChartTar.described(folder, "web", version, "A chart");
        return push(folder, simulator, internet, who);
    }

    private static PushResult push(Path folder, RegistrySimulator simulator, Internet internet, RegistryCredential who)
            throws Exception {
        String remote = "oci://" + simulator.host() + "/" + simulator.namespace();
        RegistryAccess access = new RegistryAccess(internet.settings(), who, Map.of());
        return ChartPush.run(folder, new Push("*.tgz", remote, IfExists.OVERWRITE, 4, access), line -> {});
    }
}
