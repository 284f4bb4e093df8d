package io.jenkins.plugins.ocichart.registry.logins;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Logins in the format of Docker's {@code config.json}, which Helm, ORAS, cosign and Podman read too. Immutable; keys it
 * doesn't know are kept.
 */
public final class DockerConfig {
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
    private static final List<String> DOCKER_HUB = List.of("docker.io", "registry-1.docker.io", "index.docker.io");
    private static final int MAX_SIZE = 4 * 1024 * 1024;

    private final JsonValue root;
    private final String origin;

    private DockerConfig(JsonValue root, String origin) {
        this.root = root;
        this.origin = origin;
    }

    public static DockerConfig empty() {
        return new DockerConfig(JsonValue.EMPTY_OBJECT, "new file");
    }

    /**
     * Reads the content of a file; an empty one has no logins.
     *
     * @param origin what to call it in messages: a path, or a credential's id
     * @throws RegistryException if it is not such a file; the message doesn't quote it
     */
    public static DockerConfig parse(String json, String origin) throws RegistryException {
        if (json.isBlank()) {
            return new DockerConfig(JsonValue.EMPTY_OBJECT, origin);
        }
        JsonValue root;
        try {
            root = JsonValue.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the parser's exception quotes the text, which holds secrets
            throw new RegistryException(origin + " is not a Docker config.json: " + Json.cause(e));
        }
        boolean wellFormed =
                root.isObject() && isObjectOrAbsent(root, "auths") && isObjectOrAbsent(root, "credHelpers");
        if (!wellFormed) {
            throw new RegistryException(origin + " is not a Docker config.json: it has no \"auths\" object");
        }
        return new DockerConfig(root, origin);
    }

    private static boolean isObjectOrAbsent(JsonValue root, String name) {
        return root.member(name).isObject() || !root.member(name).isPresent();
    }

    /**
     * Reads a file.
     *
     * @throws RegistryException if it is not such a file
     * @throws IOException if it can't be read
     */
    public static DockerConfig read(Path file) throws IOException {
        if (Files.size(file) > MAX_SIZE) {
            throw new RegistryException(file + " is not a Docker config.json: it is larger than 4 MiB");
        }
        return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
    }

    /**
     * The login for {@code host[:port]} that is in the file itself. Credential helpers are not run. As with Helm a key
     * counts if it is the host, or a URL or path of that host.
     *
     * @throws RegistryException if the entry is broken
     */
    public Optional<RegistryCredential> find(String host) throws RegistryException {
        return find(host, "");
    }

    /**
     * The login for a repository of {@code host[:port]} that is in the file itself. The key with the longest path that the
     * repository is in counts ({@code host/namespace}, containers-auth.json(5)), then whatever {@link #find(String)} finds.
     *
     * @param repository the path below the host, or the beginning of it; empty for none
     * @throws RegistryException if the entry is broken
     */
    Optional<RegistryCredential> find(String host, String repository) throws RegistryException {
        JsonValue auths = root.member("auths");
        List<String> keys = new ArrayList<>();
        for (String path = repository; !path.isEmpty(); path = path.substring(0, Math.max(path.lastIndexOf('/'), 0))) {
            for (String name : namesOf(host)) {
                keys.add(name + "/" + path);
            }
        }
        keys.addAll(keysFor(host, auths));
        for (String key : keys) {
            Optional<RegistryCredential> credential = credential(key, auths.member(key));
            if (credential.isPresent()) {
                return credential;
            }
        }
        return Optional.empty();
    }

    private static List<String> keysFor(String host, JsonValue auths) {
        List<String> keys = new ArrayList<>(List.of(serverKey(host)));
        Set<String> names = namesOf(host);
        auths.members().keySet().forEach(key -> {
            if (names.contains(hostOf(key)) && !keys.contains(key)) {
                keys.add(key);
            }
        });
        keys.subList(1, keys.size()).sort(null);
        return keys;
    }

    private Optional<RegistryCredential> credential(String key, JsonValue entry) throws RegistryException {
        String registryToken = entry.member("registrytoken").asString("");
        if (!registryToken.isEmpty()) {
            return Optional.of(RegistryCredential.bearer(registryToken));
        }
        String identityToken = entry.member("identitytoken").asString("");
        if (!identityToken.isEmpty()) {
            return Optional.of(RegistryCredential.identityToken(identityToken));
        }
        String user = entry.member("username").asString("");
        String password = entry.member("password").asString("");
        String auth = entry.member("auth").asString("");
        if (!auth.isEmpty()) {
            byte[] pair = decode(key, auth);
            String text = new String(pair, StandardCharsets.ISO_8859_1);
            if (text.indexOf(':') <= 0) {
                throw broken(key);
            }
            return text.endsWith(":") ? Optional.empty() : Optional.of(RegistryCredential.basic(pair));
        }
        boolean complete = !user.isEmpty() && !password.isEmpty();
        return complete ? Optional.of(RegistryCredential.basic(user, password)) : Optional.empty();
    }

    /** The bytes {@code user:password}. Line ends, which {@code base64} puts in, don't count, nor do zeros at the end. */
    private byte[] decode(String key, String auth) throws RegistryException {
        try {
            byte[] bytes = Base64.getDecoder().decode(auth.strip().replaceAll("[\r\n]", ""));
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] == 0) {
                end--;
            }
            return Arrays.copyOf(bytes, end);
        } catch (IllegalArgumentException e) {
            throw broken(key);
        }
    }

    private RegistryException broken(String key) {
        return new RegistryException(origin + " has a broken \"auth\" for "
                + ServerText.quote(key, 100)
                + ": it should be the base64 of user:password");
    }

    /** The credential helper that the file names for this host, without {@code docker-credential-}. */
    Optional<String> helperFor(String host) {
        JsonValue helpers = root.member("credHelpers");
        String own = Stream.concat(namesOf(host).stream(), Stream.of(serverKey(host)))
                .map(name -> helpers.member(name).asString(""))
                .filter(helper -> !helper.isEmpty())
                .findFirst()
                .orElse("");
        String chosen = own.isEmpty() ? root.member("credsStore").asString("") : own;
        return Optional.of(chosen).filter(helper -> !helper.isEmpty());
    }

    /** Whether the file itself has logins, whether or not a helper has others. */
    public boolean hasLogins() {
        return !root.member("auths").members().isEmpty();
    }

    /** Whether the file says anything about logins. */
    boolean isConfigured() {
        return hasLogins()
                || !root.member("credHelpers").members().isEmpty()
                || !root.member("credsStore").asString("").isEmpty();
    }

    /** The same file with this login for {@code host[:port]}, in place of an earlier one. */
    public DockerConfig with(String host, RegistryCredential credential) {
        JsonValue others = without(host).root;
        JsonValue auths = others.member("auths").with(serverKey(host), entry(credential));
        return new DockerConfig(others.with("auths", auths), origin);
    }

    private static JsonValue entry(RegistryCredential credential) {
        return switch (credential.kind()) {
            case BASIC, SERVICE_ACCOUNT_KEY ->
                JsonValue.EMPTY_OBJECT.with(
                        "auth", BasicLogin.header(credential).orElseThrow().substring("Basic ".length()));
            case BEARER -> JsonValue.EMPTY_OBJECT.with("registrytoken", credential.secret());
            case IDENTITY_TOKEN -> JsonValue.EMPTY_OBJECT.with("identitytoken", credential.secret());
            // nothing of these can be written down here; as with Helm the entry is there and empty
            default -> JsonValue.EMPTY_OBJECT;
        };
    }

    /** The same file without a login for {@code host[:port]}. */
    public DockerConfig without(String host) {
        JsonValue changed = root;
        JsonValue auths = root.member("auths");
        if (auths.isObject()) {
            changed = changed.with("auths", auths.without(keysFor(host, auths)));
        }
        JsonValue helpers = root.member("credHelpers");
        if (helpers.isObject()) {
            List<String> names = new ArrayList<>(namesOf(host));
            names.add(serverKey(host));
            changed = changed.with("credHelpers", helpers.without(names));
        }
        return new DockerConfig(changed, origin);
    }

    /** The file's text as Helm writes it: keys sorted, indented by tabs. Holds the secrets. */
    public String toJson() {
        return Json.indented(sorted(root)) + "\n";
    }

    private static JsonValue sorted(JsonValue value) {
        if (!value.isObject()) {
            return value;
        }
        Map<String, JsonValue> members = new TreeMap<>();
        value.members().forEach((name, member) -> members.put(name, sorted(member)));
        return JsonValue.object(members);
    }

    /** The key under which logins for a host are stored: Docker Hub has its own. */
    static String serverKey(String host) {
        return DOCKER_HUB.contains(host) ? DOCKER_HUB_KEY : host;
    }

    /** The names of a registry, the given one first: Docker stores logins for Docker Hub under others than Podman. */
    private static Set<String> namesOf(String host) {
        Set<String> names = new LinkedHashSet<>(List.of(host));
        names.addAll(DOCKER_HUB.contains(host) ? DOCKER_HUB : List.of());
        return names;
    }

    private static String hostOf(String key) {
        String rest = key.replaceFirst("^https?://", "");
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /** Names the file, nothing that is in it. */
    @Override
    public String toString() {
        return "DockerConfig[" + origin + "]";
    }
}
