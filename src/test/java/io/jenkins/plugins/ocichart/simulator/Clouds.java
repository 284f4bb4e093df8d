package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The registries of Amazon, Google and Microsoft with what hands out their logins, and a machine's metadata service that is all
 * three providers', in a JVM of their own, so that the process that uses them holds nothing but what a client holds.
 */
public final class Clouds implements Closeable {
    private static final String CHART = "soak";
    private static final String ROLE = "jenkins-agent";

    private final Process process;
    private final ConnectionSettings settings;
    private final URI metadata;
    private final List<Cloud> all;

    /**
     * One provider's registry.
     *
     * @param host the registry's host
     * @param namespace where charts named {@code soak} may be pushed to
     * @param key a login that has to be exchanged at the provider's API
     * @param wrongKey one that the provider refuses
     * @param pod the variables that a pod with an identity has
     */
    public record Cloud(
            String host,
            String namespace,
            RegistryCredential key,
            RegistryCredential wrongKey,
            Map<String, String> pod) {}

    private Clouds(Process process, ConnectionSettings settings, URI metadata, List<Cloud> all) {
        this.process = process;
        this.settings = settings;
        this.metadata = metadata;
        this.all = all;
    }

    /**
     * Starts them.
     *
     * @param folder gets the files that a pod would find
     * @param command runs the main method with the folder
     */
    public static Clouds start(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] ready = process.inputReader().readLine().split(" ");
        String token = Files.writeString(folder.resolve("aws"), AwsAccount.WEB_IDENTITY)
                .toString();
        String federated = Files.writeString(folder.resolve("azure"), AzureContainerRegistry.FEDERATED_TOKEN)
                .toString();
        Path google = folder.resolve("google.json");
        String home = folder.toString();
        return new Clouds(
                process,
                new ConnectionSettings(
                        false,
                        false,
                        folder.resolve("ca.pem").toString(),
                        null,
                        null,
                        new ProxySettings("127.0.0.1", Integer.parseInt(ready[0]))),
                URI.create(ready[1]),
                List.of(
                        new Cloud(
                                ElasticContainerRegistry.HOST,
                                "charts",
                                RegistryCredential.basic(AwsAccount.WRITER.id(), AwsAccount.WRITER.secret()),
                                RegistryCredential.basic(AwsAccount.WRITER.id(), "wrong"),
                                Map.of(
                                        "HOME", home,
                                        "AWS_ROLE_ARN", AwsAccount.ROLE_ARN,
                                        "AWS_WEB_IDENTITY_TOKEN_FILE", token)),
                        new Cloud(
                                ArtifactRegistry.HOST,
                                "acme-prod/charts",
                                RegistryCredential.serviceAccountKey(Files.readString(google)),
                                RegistryCredential.serviceAccountKey(ArtifactRegistry.keyFile()),
                                Map.of("HOME", home, "GOOGLE_APPLICATION_CREDENTIALS", google.toString())),
                        new Cloud(
                                AzureContainerRegistry.HOST,
                                "acme/charts",
                                RegistryCredential.bearer(AzureContainerRegistry.ENTRA_TOKEN),
                                RegistryCredential.bearer(AzureContainerRegistry.ENTRA_TOKEN + "x"),
                                Map.of(
                                        "HOME",
                                        home,
                                        "AZURE_CLIENT_ID",
                                        AzureContainerRegistry.CLIENT,
                                        "AZURE_TENANT_ID",
                                        AzureContainerRegistry.TENANT,
                                        "AZURE_FEDERATED_TOKEN_FILE",
                                        federated))));
    }

    /** How a client gets to all of them. */
    public ConnectionSettings settings() {
        return settings;
    }

    /** Where the metadata service is. */
    public URI metadata() {
        return metadata;
    }

    /** One of each provider. */
    public List<Cloud> all() {
        return all;
    }

    /** The servers: writes what only they know into the folder, says where they are, and ends with its standard input. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ElasticContainerRegistry amazon = new ElasticContainerRegistry();
        ArtifactRegistry google = new ArtifactRegistry();
        AzureContainerRegistry microsoft = new AzureContainerRegistry();
        amazon.prepare("charts/" + CHART);
        Files.copy(Internet.certificates(), folder.resolve("ca.pem"));
        Files.writeString(folder.resolve("google.json"), ArtifactRegistry.keyFile());
        try (Internet internet = new Internet().add(amazon).add(google).add(microsoft);
                WireServer machine = WireServer.start(exchange -> metadata(exchange, google))) {
            System.out.println(internet.settings().proxy().port() + " " + machine.url());
            Executors.newSingleThreadScheduledExecutor()
                    .scheduleWithFixedDelay(internet.visits()::clear, 0, 200, TimeUnit.MILLISECONDS);
            System.in.read(); // until the parent closes it, or is no more
        }
        System.exit(0);
    }

    private static void metadata(WireExchange exchange, ArtifactRegistry google) throws IOException {
        String path = exchange.target().replaceFirst("\\?.*", "");
        if (path.startsWith("/latest/") && exchange.method().equals("PUT")) {
            exchange.respond(200, "token-of-the-session");
        } else if (path.endsWith("/" + ROLE)) {
            AwsAccount.Key role = AwsAccount.ROLE;
            exchange.respond(
                    200,
                    "{\"AccessKeyId\":\"" + role.id() + "\",\"SecretAccessKey\":\"" + role.secret() + "\",\"Token\":\""
                            + role.session() + "\"}");
        } else if (path.startsWith("/latest/")) {
            exchange.respond(200, ROLE);
        } else if (path.startsWith("/computeMetadata/")) {
            String token = google.accessToken(RegistrySimulator.WRITER.user());
            exchange.respond(200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599}");
        } else {
            exchange.respond(200, "{\"access_token\":\"" + AzureContainerRegistry.ENTRA_TOKEN + "\"}");
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }
}
