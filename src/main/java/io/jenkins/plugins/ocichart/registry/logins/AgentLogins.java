package io.jenkins.plugins.ocichart.registry.logins;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The logins that a machine has from {@code helm registry login}, {@code docker login} or {@code podman login}. */
public final class AgentLogins {
    private static final Set<String> VARIABLES = Set.of(
            "APPDATA",
            "DOCKER_CONFIG",
            "HELM_CONFIG_HOME",
            "HELM_REGISTRY_CONFIG",
            "HELM_REPOSITORY_CONFIG",
            "HOME",
            "PATH",
            "REGISTRY_AUTH_FILE",
            "USERPROFILE",
            "XDG_CONFIG_HOME",
            "XDG_RUNTIME_DIR");

    private static final Duration HELPER_LIMIT = Duration.ofSeconds(30);

    private final String host;
    private final String repository;
    private final Map<String, String> environment;
    private final Platform platform;
    private final Path home;
    private final Duration helperLimit;

    AgentLogins(
            String host, String repository, Map<String, String> environment, Platform platform, Duration helperLimit) {
        this.host = host;
        this.repository = repository;
        this.platform = platform;
        this.environment = platform.variables(environment);
        this.home = Path.of(variable("HOME").or(() -> variable("USERPROFILE")).orElse(System.getProperty("user.home")));
        this.helperLimit = helperLimit;
    }

    /**
     * A file that may hold logins.
     *
     * @param strict whether a broken file is an error, rather than ignored as Helm does with Docker's
     * @param detectsHelper whether the platform's usual helper is tried if the file configures nothing, as Helm does
     */
    private record Place(Path file, boolean strict, boolean detectsHelper) {}

    /**
     * Looks for a login in Helm's file, then Docker's, then Podman's, as Helm does; credential helpers that the files
     * name are run.
     *
     * @param host {@code host[:port]}
     * @param repository the path below the host, or the beginning of it, for logins to a part of a registry; empty for none
     * @param environment the {@link #variableNames} that decide where the files and helpers are; the JVM's home directory
     *     replaces a missing {@code HOME}
     * @return the first login found
     * @throws RegistryException if Helm's file is broken or a credential helper fails
     */
    public static Optional<RegistryCredential> find(String host, String repository, Map<String, String> environment)
            throws IOException, InterruptedException {
        return new AgentLogins(host, repository, environment, Platform.current(), HELPER_LIMIT).find();
    }

    /** The names of the variables that decide where files and helpers are. */
    public static Set<String> variableNames() {
        return VARIABLES;
    }

    /**
     * The variables by which Helm and the tools that read Docker's or Podman's configuration find the logins in a file.
     *
     * @param folder the folder that the file is in
     * @param file the file: {@code config.json}, which is the only name that Docker looks for
     */
    public static Map<String, String> variables(String folder, String file) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("HELM_REGISTRY_CONFIG", file);
        variables.put("DOCKER_CONFIG", folder);
        variables.put("REGISTRY_AUTH_FILE", file);
        return variables;
    }

    /**
     * The file in which {@code helm repo add} keeps repositories; it needn't exist.
     *
     * @param environment as above
     */
    public static Path repositoriesFile(Map<String, String> environment) {
        AgentLogins logins = new AgentLogins("", "", environment, Platform.current(), HELPER_LIMIT);
        return logins.variable("HELM_REPOSITORY_CONFIG")
                .map(Path::of)
                .orElseGet(() -> logins.helmHome().resolve("repositories.yaml"));
    }

    Optional<RegistryCredential> find() throws IOException, InterruptedException {
        for (Place place : places()) {
            Optional<RegistryCredential> credential = find(place);
            if (credential.isPresent()) {
                return credential;
            }
        }
        return Optional.empty();
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        places.add(new Place(helmFile(), true, true));
        Path docker = variable("DOCKER_CONFIG").map(Path::of).orElse(home.resolve(".docker"));
        places.add(new Place(docker.resolve("config.json"), false, true));
        variable("REGISTRY_AUTH_FILE").ifPresent(f -> places.add(new Place(Path.of(f), true, false)));
        variable("XDG_RUNTIME_DIR")
                .ifPresent(d -> places.add(new Place(Path.of(d, "containers", "auth.json"), false, false)));
        places.add(new Place(configHome().resolve("containers").resolve("auth.json"), false, false));
        return places;
    }

    private Path helmFile() {
        Optional<Path> file = variable("HELM_REGISTRY_CONFIG").map(Path::of);
        return file.orElseGet(() -> helmHome().resolve("registry").resolve("config.json"));
    }

    private Path helmHome() {
        Optional<Path> helmHome = variable("HELM_CONFIG_HOME").map(Path::of);
        return helmHome.orElseGet(
                () -> variable("XDG_CONFIG_HOME").map(d -> Path.of(d, "helm")).orElseGet(this::defaultHelmHome));
    }

    private Path defaultHelmHome() {
        if (platform == Platform.MAC) {
            return home.resolve("Library").resolve("Preferences").resolve("helm");
        }
        Optional<String> roaming = variable("APPDATA");
        return platform == Platform.WINDOWS && roaming.isPresent()
                ? Path.of(roaming.get(), "helm")
                : home.resolve(".config").resolve("helm");
    }

    private Path configHome() {
        return variable("XDG_CONFIG_HOME").map(Path::of).orElse(home.resolve(".config"));
    }

    private Optional<RegistryCredential> find(Place place) throws IOException, InterruptedException {
        DockerConfig config = DockerConfig.empty();
        if (place.strict() && Files.isDirectory(place.file())) {
            throw new RegistryException("cannot read the logins in " + place.file()
                    + ": is a folder; name the file in HELM_REGISTRY_CONFIG or REGISTRY_AUTH_FILE");
        }
        if (Files.isRegularFile(place.file())) {
            try {
                config = DockerConfig.read(place.file());
            } catch (IOException e) {
                if (place.strict()) {
                    throw e instanceof RegistryException
                            ? e
                            : new RegistryException(
                                    "cannot read the logins in " + place.file() + ": " + ErrorLine.reason(e), e);
                }
            }
        }
        Optional<String> helper = config.helperFor(host);
        if (helper.isPresent()) {
            return ask(helper.get(), place.file());
        }
        if (!config.isConfigured()) {
            return place.detectsHelper() ? askDetected() : Optional.empty();
        }
        return config.find(host, repository);
    }

    private Optional<RegistryCredential> ask(String name, Path file) throws IOException, InterruptedException {
        Optional<CredentialHelper> helper = CredentialHelper.find(name, environment, platform);
        if (helper.isEmpty()) {
            throw new RegistryException(file + " names the credential helper docker-credential-"
                    + ServerText.quote(name, 60)
                    + " for " + host + ", which is not on this machine's path");
        }
        return helper.get().get(DockerConfig.serverKey(host), helperLimit);
    }

    /** The helper that Helm finds by itself. If it fails there is no login: nobody has configured it. */
    private Optional<RegistryCredential> askDetected() throws IOException, InterruptedException {
        String name =
                switch (platform) {
                    case MAC -> "osxkeychain";
                    case WINDOWS -> "wincred";
                    case LINUX ->
                        CredentialHelper.onPath("pass", environment, platform).isPresent() ? "pass" : "secretservice";
                };
        Optional<CredentialHelper> helper = CredentialHelper.find(name, environment, platform);
        if (helper.isEmpty()) {
            return Optional.empty();
        }
        try {
            return helper.get().get(DockerConfig.serverKey(host), helperLimit);
        } catch (RegistryException e) {
            return Optional.empty();
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
