package io.jenkins.plugins.ocichart.simulator;

import java.util.function.Supplier;
import java.util.stream.Stream;

/** All simulated registries. */
final class Simulators {
    private Simulators() {}

    /** Makes each of them. */
    static Stream<Supplier<? extends RegistrySimulator>> starters() {
        return Stream.of(
                Artifactory::new,
                ArtifactRegistry::new,
                AzureContainerRegistry::new,
                Distribution::new,
                DistributionHtpasswd::new,
                DockerHub::new,
                ElasticContainerRegistry::new,
                ElasticContainerRegistryPublic::new,
                GitHubPackages::new,
                GitLab::new,
                Harbor::new,
                IbmCloud::new,
                Quay::new,
                Zot::new);
    }

    /** All of them, each newly made. */
    static Stream<RegistrySimulator> all() {
        return starters().map(Supplier::get);
    }
}
