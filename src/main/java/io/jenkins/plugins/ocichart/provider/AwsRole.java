package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of the role that Amazon gives to a container or an EC2 instance. */
final class AwsRole {
    static final Set<String> VARIABLES = Set.of(
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");

    private static final String CONTAINER = "http://169.254.170.2";
    /** Where containers' roles are: Amazon ECS, EKS Pod Identity. Variables of a job lead nowhere else. */
    private static final Set<String> CONTAINERS = Set.of(CONTAINER, "http://169.254.170.23", "http://[fd00:ec2::23]");

    private AwsRole() {}

    /**
     * The keys of the container's role.
     *
     * @return empty if the environment names none
     * @throws RegistryException if it names one that can't be fetched
     */
    static Optional<AwsKeys> ofContainer(Map<String, String> environment)
            throws RegistryException, InterruptedException {
        String path = environment.getOrDefault("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "");
        String full = environment.getOrDefault("AWS_CONTAINER_CREDENTIALS_FULL_URI", "");
        if (path.isBlank() && full.isBlank()) {
            return Optional.empty();
        }
        String service = CONTAINER;
        if (path.isBlank()) {
            int slash = full.indexOf('/', "http://".length());
            service = slash < 0 ? full : full.substring(0, slash);
            path = slash < 0 ? "/" : full.substring(slash);
        }
        if (!CONTAINERS.contains(service) || !path.startsWith("/")) {
            throw new RegistryException(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI names none of the addresses where Amazon has"
                            + " the credentials of containers");
        }
        String token = token(environment);
        Optional<JsonValue> answer = new MetadataService(URI.create(service))
                .json(path, token.isEmpty() ? Map.of() : Map.of("Authorization", token));
        return Optional.of(keys(answer.orElse(JsonValue.MISSING))
                .orElseThrow(() -> new RegistryException(
                        "the environment says that this container has an AWS role, but its keys cannot be had")));
    }

    private static String token(Map<String, String> environment) throws RegistryException {
        String file = environment.getOrDefault("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "");
        return file.isBlank()
                ? environment.getOrDefault("AWS_CONTAINER_AUTHORIZATION_TOKEN", "")
                : ProviderApi.file(file, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read: " + file);
    }

    /** The keys of the instance's role, by version 2 of its metadata service; empty if it has none. */
    static Optional<AwsKeys> ofInstance(MetadataService metadata) throws InterruptedException {
        Optional<String> token =
                metadata.ask("PUT", "/latest/api/token", Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60"));
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = Map.of("X-aws-ec2-metadata-token", token.get());
        String roles = "/latest/meta-data/iam/security-credentials/";
        Optional<String> role =
                metadata.ask("GET", roles, headers).flatMap(list -> list.lines().findFirst());
        return role.isEmpty()
                ? Optional.empty()
                : keys(metadata.json(roles + role.get().strip(), headers).orElse(JsonValue.MISSING));
    }

    private static Optional<AwsKeys> keys(JsonValue json) {
        String id = json.member("AccessKeyId").asString("");
        String secret = json.member("SecretAccessKey").asString("");
        return id.isEmpty() || secret.isEmpty()
                ? Optional.empty()
                : Optional.of(new AwsKeys(id, secret, json.member("Token").asString(null)));
    }
}
