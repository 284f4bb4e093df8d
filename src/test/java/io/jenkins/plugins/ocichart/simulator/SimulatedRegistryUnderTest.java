package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;

/** A simulator in an internet of its own. */
final class SimulatedRegistryUnderTest implements RegistryUnderTest {
    private final RegistrySimulator simulator;
    private final Internet internet;

    SimulatedRegistryUnderTest(RegistrySimulator simulator) {
        this.simulator = simulator;
        this.internet = new Internet().add(simulator);
    }

    @Override
    public String host() {
        return simulator.host();
    }

    @Override
    public ConnectionSettings settings() {
        return internet.settings();
    }

    @Override
    public String namespace() {
        return simulator.namespace();
    }

    @Override
    public RegistryCredential writer() {
        return simulator.writer();
    }

    @Override
    public RegistryCredential reader() {
        return simulator instanceof DistributionHtpasswd ? null : simulator.reader();
    }

    @Override
    public String foreignNamespace() {
        return simulator instanceof DistributionHtpasswd ? null : simulator.foreignRepository();
    }

    @Override
    public void prepare(String chart) {
        simulator.prepare(simulator.namespace() + "/" + chart);
    }

    @Override
    public boolean lockTags() {
        simulator.immutable = true;
        return true;
    }

    @Override
    public boolean fillStorage() {
        simulator.quota = simulator.store.size();
        return true;
    }

    @Override
    public String digest(String chart, String tag) {
        RegistryStore.Repository repository = simulator.store.get(simulator.namespace() + "/" + chart);
        return repository == null ? "absent" : repository.tags.getOrDefault(tag, "absent");
    }

    @Override
    public void close() {
        internet.close();
    }
}
