package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.registry.EcrHost;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The APIs that give out logins for one of Amazon's registries (AWS' endpoint rules of the services ecr, ecr-public and
 * sts). They follow from the registry's name alone.
 *
 * @param api the address of the registries' API
 * @param region the API's region
 * @param service the API's name in signatures
 * @param target the operation that gives a login
 * @param sts the address of the region's Security Token Service
 */
record EcrEndpoint(URI api, String region, String service, String target, URI sts) {
    /** What follows the region in the names of registries, and the domain of the APIs that belong to them. */
    private static final Map<String, String> DOMAINS = Map.of(
            "amazonaws.com", "amazonaws.com",
            "amazonaws.com.cn", "amazonaws.com.cn",
            "amazonaws.eu", "amazonaws.eu",
            "on.aws", "api.aws",
            "on.amazonwebservices.com.cn", "api.amazonwebservices.com.cn");

    /** The APIs for a registry's host in lower case; empty if it isn't one of Amazon's. */
    static Optional<EcrEndpoint> of(String host) {
        if (host.equals("public.ecr.aws") || host.equals("ecr-public.aws.com")) {
            return Optional.of(new EcrEndpoint(
                    URI.create("https://api.ecr-public.us-east-1.amazonaws.com/"),
                    "us-east-1",
                    "ecr-public",
                    "SpencerFrontendService.GetAuthorizationToken",
                    URI.create("https://sts.us-east-1.amazonaws.com/")));
        }
        return EcrHost.of(host)
                .filter(name -> DOMAINS.containsKey(name.domain()))
                .map(name -> {
                    String apis = DOMAINS.get(name.domain());
                    boolean dualStack = !apis.equals(name.domain());
                    String domain = name.region() + "." + apis + "/";
                    return new EcrEndpoint(
                            URI.create("https://" + (name.fips() ? "ecr-fips." : dualStack ? "ecr." : "api.ecr.")
                                    + domain),
                            name.region(),
                            "ecr",
                            "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
                            URI.create("https://sts." + domain));
                });
    }

    /** Whether everybody may read there. */
    boolean isPublic() {
        return service.equals("ecr-public");
    }
}
