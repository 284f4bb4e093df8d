package io.jenkins.plugins.ocichart.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host name of one of Amazon's private registries (AWS' endpoint rules of the service ecr), in any partition.
 *
 * @param name the whole name, in lower case
 * @param account the number of the AWS account
 * @param region the registry's region
 * @param fips whether it is an endpoint with FIPS 140 cryptography
 * @param domain what follows the region, such as {@code amazonaws.com}
 */
public record EcrHost(String name, String account, String region, boolean fips, String domain) {
    private static final Pattern HOST = Pattern.compile(
            "(\\d{12})\\.dkr[.-]ecr(-fips)?\\.([a-z]{2,4}(?:-[a-z]+)+-\\d{1,2})\\.(amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|on\\.aws"
                    + "|on\\.amazonwebservices\\.com\\.cn|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");

    /** Reads a host without its port; empty if it isn't one of these. */
    public static Optional<EcrHost> of(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        Matcher matcher = HOST.matcher(name);
        return matcher.matches()
                ? Optional.of(new EcrHost(
                        name, matcher.group(1), matcher.group(3), matcher.group(2) != null, matcher.group(4)))
                : Optional.empty();
    }

    /** The message that a repository is missing: on ECR it must exist before a push. */
    public String missing(String repository) {
        return "ECR repository " + repository + " does not exist on " + name + " (account " + account + ", region "
                + region + "). Create it (the chart's name is part of the path) or configure create-on-push.";
    }
}
