package io.jenkins.plugins.ocichart.provider;

import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One profile of AWS' {@code ~/.aws/credentials} and {@code ~/.aws/config}.
 *
 * @param isChosen whether the environment asks for this profile, so that one without a login is an error
 * @param values what the files say of it, with its secrets
 */
record AwsProfile(String name, boolean isChosen, Map<String, String> values) {
    static final Set<String> VARIABLES =
            Set.of("AWS_CONFIG_FILE", "AWS_DEFAULT_PROFILE", "AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME");

    /** The profile that {@code AWS_PROFILE} names, or the one called default; files that aren't there are empty. */
    static AwsProfile read(Map<String, String> environment) throws IOException {
        String named = environment.getOrDefault("AWS_PROFILE", environment.getOrDefault("AWS_DEFAULT_PROFILE", ""));
        String name = named.isBlank() ? "default" : named.strip();
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".aws");
        Map<String, String> values = new HashMap<>();
        String file = environment.get("AWS_CONFIG_FILE");
        Path config = file == null ? home.resolve("config") : Path.of(file);
        read(config, "profile " + name, values);
        if (name.equals("default")) {
            read(config, name, values);
        }
        String credentials = environment.get("AWS_SHARED_CREDENTIALS_FILE");
        read(credentials == null ? home.resolve("credentials") : Path.of(credentials), name, values);
        return new AwsProfile(name, !named.isBlank(), values);
    }

    private static void read(Path file, String section, Map<String, String> values) throws IOException {
        String current = "";
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new IOException("cannot read the AWS profiles in " + file + ": " + ErrorLine.reason(e), e);
        }
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            int equals = stripped.indexOf('=');
            if (stripped.startsWith("[") && stripped.contains("]")) {
                current = stripped.substring(1, stripped.indexOf(']')).strip().replaceAll("\\s+", " ");
            } else if (current.equals(section)
                    && equals > 0
                    && !stripped.startsWith("#")
                    && !stripped.startsWith(";")) {
                values.put(
                        stripped.substring(0, equals).strip(),
                        stripped.substring(equals + 1).strip());
            }
        }
    }

    Optional<AwsKeys> keys() {
        String id = values.get("aws_access_key_id");
        String secret = values.get("aws_secret_access_key");
        return id == null || secret == null
                ? Optional.empty()
                : Optional.of(new AwsKeys(id, secret, values.get("aws_session_token")));
    }

    /** The role to assume, or null. */
    String role() {
        return values.get("role_arn");
    }

    /** The file with the token that stands for the machine, or null. */
    String webIdentityFile() {
        return values.get("web_identity_token_file");
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "AwsProfile[" + name + "]";
    }
}
