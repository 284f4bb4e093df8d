package io.jenkins.plugins.ocichart.simulator;

/** CNCF Distribution with an htpasswd file: Basic login, and whoever is known may do everything. */
final class DistributionHtpasswd extends RegistrySimulator {
    static final String HOST = "htpasswd.example.com";

    DistributionHtpasswd() {
        super(HOST);
    }

    @Override
    Reply authorize(Request request, Access access) {
        return request.basic().filter(this::isKnown).isPresent()
                ? null
                : Reply.error(401, "UNAUTHORIZED", "authentication required")
                        .header("WWW-Authenticate", "Basic realm=\"Registry Realm\"");
    }
}
