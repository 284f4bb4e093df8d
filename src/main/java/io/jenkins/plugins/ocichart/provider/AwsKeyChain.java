package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the access key of a machine where AWS' own tools look for it, in their order: variables, the role of a pod, profile
 * files, the role of a container, the role of an EC2 instance. Role chains, SSO and {@code credential_process} are not read.
 */
record AwsKeyChain(Map<String, String> environment, EcrEndpoint endpoint, ProviderApi api, MetadataService metadata) {
    static final Set<String> VARIABLES = Set.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_WEB_IDENTITY_TOKEN_FILE");

    /**
     * Finds the key. The instance's role is not asked for if everybody may read: it may cost a second.
     *
     * @throws RegistryException if there is one that can't be fetched
     */
    Optional<AwsKeys> find() throws IOException, InterruptedException {
        String id = variable("AWS_ACCESS_KEY_ID");
        String secret = variable("AWS_SECRET_ACCESS_KEY");
        if (id != null && secret != null) {
            return Optional.of(new AwsKeys(id, secret, variable("AWS_SESSION_TOKEN")));
        }
        String tokenFile = variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        String role = variable("AWS_ROLE_ARN");
        if (tokenFile != null && role != null) {
            return Optional.of(assume(role, tokenFile, variable("AWS_ROLE_SESSION_NAME")));
        }
        AwsProfile profile = AwsProfile.read(environment);
        if (profile.keys().isPresent()) {
            return profile.keys();
        }
        if (profile.webIdentityFile() != null && profile.role() != null) {
            return Optional.of(assume(profile.role(), profile.webIdentityFile(), null));
        }
        if (profile.isChosen()) {
            throw new RegistryException("the AWS profile " + profile.name()
                    + " has neither an access key nor a web identity; role chains, SSO and credential_process are not"
                    + " supported");
        }
        Optional<AwsKeys> container = AwsRole.ofContainer(environment);
        return container.isPresent() || endpoint.isPublic() ? container : AwsRole.ofInstance(metadata);
    }

    private String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private AwsKeys assume(String role, String tokenFile, String sessionName) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "AssumeRoleWithWebIdentity");
        form.put("Version", "2011-06-15");
        form.put("RoleArn", role);
        form.put("RoleSessionName", sessionName == null ? "jenkins-oci-chart" : sessionName);
        form.put(
                "WebIdentityToken",
                ProviderApi.file(
                        tokenFile,
                        "the web identity token of the AWS role " + role + " cannot be read from " + tokenFile));
        TransportResponse response = api.postForm(endpoint.sts(), form);
        String xml = new String(response.body(), StandardCharsets.UTF_8);
        if (!response.isSuccess()) {
            throw new UnauthorizedException("AWS does not let this machine assume the role " + role + " ("
                    + ProviderApi.said(response.status(), element(xml, "Code"), element(xml, "Message"))
                    + "). Check the role's trust policy.");
        }
        AwsKeys keys =
                new AwsKeys(element(xml, "AccessKeyId"), element(xml, "SecretAccessKey"), element(xml, "SessionToken"));
        if (keys.id().isEmpty() || keys.secret().isEmpty() || keys.session() == null) {
            throw new RegistryException("AWS answered without keys when asked for the role " + role);
        }
        return keys;
    }

    /** The text of an element without children, as STS writes it; empty if it is missing. */
    private static String element(String xml, String name) {
        Matcher matcher =
                Pattern.compile("<" + name + ">([^<&]*)</" + name + ">").matcher(xml);
        return matcher.find() ? matcher.group(1).strip() : "";
    }

    /** Without the environment, which may hold a key. */
    @Override
    public String toString() {
        return "AwsKeyChain[" + endpoint + "]";
    }
}
