package io.jenkins.plugins.ocichart.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is particular about Amazon's private registries: repositories have to exist before a push. */
public final class AmazonEcr {
    private static final Pattern PRIVATE_HOST = Pattern.compile(
            "(\\d{12})\\.dkr[.-]ecr(?:-fips)?\\.([a-z0-9-]+)\\.(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|on\\.aws"
                    + "|on\\.amazonwebservices\\.com\\.cn|sc2s\\.sgov\\.gov|c2s\\.ic\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)");

    private AmazonEcr() {}

    public static boolean isPrivateHost(String host) {
        return PRIVATE_HOST.matcher(host).matches();
    }

    public static String missingRepository(String host, String repository) {
        Matcher matcher = PRIVATE_HOST.matcher(host);
        String where = matcher.matches() ? " (account " + matcher.group(1) + ", region " + matcher.group(2) + ")" : "";
        return "ECR repository " + repository + " does not exist on " + host + where
                + ". Create it (the chart's name is part of the path) or configure create-on-push.";
    }
}
