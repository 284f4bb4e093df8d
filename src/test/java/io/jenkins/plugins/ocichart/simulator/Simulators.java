package io.jenkins.plugins.ocichart.simulator;

import java.util.stream.Stream;

/** All simulated registries, each newly made. */
final class Simulators {
    private Simulators() {}

    static Stream<RegistrySimulator> all() {
        return Stream.of(
                new Artifactory(),
                new ArtifactRegistry(),
                new AzureContainerRegistry(),
                new Distribution(),
                new DistributionHtpasswd(),
                new DockerHub(),
                new ElasticContainerRegistry(),
                new ElasticContainerRegistryPublic(),
                new GitHubPackages(),
                new GitLab(),
                new Harbor(),
                new IbmCloud(),
                new Quay(),
                new Zot());
    }
}
