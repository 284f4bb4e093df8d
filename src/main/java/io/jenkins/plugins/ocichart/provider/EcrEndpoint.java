package io.jenkins.plugins.ocichart.provider;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern PRIVATE = Pattern.compile(
            "\\d{12}\\.dkr[.-]ecr(-fips)?\\.([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})"
                    + "\\.(amazonaws\\.com|amazonaws\\.com\\.cn|amazonaws\\.eu|on\\.aws|on\\.amazonwebservices\\.com\\.cn)");

    /** Names that IPv6 clients use, and the domains of their APIs. */
    private static final Map<String, String> DUAL_STACK =
            Map.of("on.aws", "api.aws", "on.amazonwebservices.com.cn", "api.amazonwebservices.com.cn");

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
        Matcher matcher = PRIVATE.matcher(host);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean fips = matcher.group(1) != null;
        boolean dualStack = DUAL_STACK.containsKey(matcher.group(3));
        String region = matcher.group(2);
        String domain = region + "." + DUAL_STACK.getOrDefault(matcher.group(3), matcher.group(3)) + "/";
        return Optional.of(new EcrEndpoint(
                URI.create("https://" + (fips ? "ecr-fips." : dualStack ? "ecr." : "api.ecr.") + domain),
                region,
                "ecr",
                "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken",
                URI.create("https://sts." + domain)));
    }

    /** Whether everybody may read there. */
    boolean isPublic() {
        return service.equals("ecr-public");
    }
}
