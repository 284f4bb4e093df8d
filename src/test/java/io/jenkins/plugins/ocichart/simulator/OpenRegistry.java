package io.jenkins.plugins.ocichart.simulator;

/** A registry that lets everybody do everything without a login. */
final class OpenRegistry extends RegistrySimulator {
    OpenRegistry(String host) {
        super(host);
    }

    @Override
    Reply authorize(Request request, Access access) {
        return null;
    }
}
