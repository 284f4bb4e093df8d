package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * A client of one registry (OCI distribution-spec 1.1). All methods, and those of its repositories, may be called from
 * several threads at once; they share connections and tokens. Each call retries what may be repeated, aborts within a second
 * when its thread is interrupted, and fails with one line that names host and repository and says what to do.
 */
public final class RegistryClient implements AutoCloseable {
    private final RegistryHost host;
    private final boolean plainHttp;
    private final RegistryCredential credential;
    private final HttpTransport transport;
    private RegistryConnection connection;

    private RegistryClient(
            RegistryHost host, boolean plainHttp, RegistryCredential credential, HttpTransport transport) {
        this.host = host;
        this.plainHttp = plainHttp;
        this.credential = credential;
        this.transport = transport;
    }

    /**
     * Prepares a client; nothing is sent yet.
     *
     * @param registryHost {@code host[:port]}
     * @param settings how to reach it
     * @param credential whom to log in as
     * @throws RegistryException if the host is malformed or a certificate or key file cannot be used
     */
    public static RegistryClient open(String registryHost, ConnectionSettings settings, RegistryCredential credential)
            throws RegistryException {
        return open(registryHost, settings, credential, TimeLimits.configured(), RetryPolicy.configured());
    }

    /** As above, with other limits than the usual ones. */
    static RegistryClient open(
            String registryHost,
            ConnectionSettings settings,
            RegistryCredential credential,
            TimeLimits limits,
            RetryPolicy retries)
            throws RegistryException {
        try {
            RegistryHost host = new RegistryHost(registryHost, List.of());
            requireSendable(host, credential);
            HttpTransport transport = HttpTransport.open(
                    settings,
                    credential,
                    URI.create("https://" + host.endpoint()).getHost(),
                    limits,
                    retries);
            return new RegistryClient(host, settings.plainHttp(), credential, transport);
        } catch (RegistryException e) {
            throw e;
        } catch (IllegalArgumentException | IOException e) {
            throw new RegistryException(e.getMessage(), e);
        }
    }

    private static void requireSendable(RegistryHost host, RegistryCredential credential) throws RegistryException {
        if (URI.create("https://" + host.endpoint()).getHost() == null) {
            throw new RegistryException("Java cannot contact " + host
                    + ", since host names must not have an underscore: use another name or its address");
        }
        if (credential.user() != null && credential.user().indexOf(':') >= 0) {
            throw new RegistryException("colons(:) are not allowed in username");
        }
        boolean token = credential.kind() == RegistryCredential.Kind.BEARER;
        if (token && !credential.secret().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new RegistryException(
                    "the token for " + host + " has characters that no token has: check what is stored");
        }
    }

    /**
     * Checks the credential as {@code helm registry login} does: ping, then Basic, or a token by OAuth2 and else by GET,
     * then the ping again. A registry that wants no login accepts every credential.
     *
     * @throws RegistryException {@code authenticating to "HOST": CAUSE}
     */
    public void login() throws IOException, InterruptedException {
        try {
            new Login(connection()).check();
        } catch (RegistryException e) {
            String message = "authenticating to \"" + host + "\": " + e.getMessage();
            throw e instanceof UnauthorizedException
                    ? new UnauthorizedException(message, e)
                    : e instanceof ConnectionException
                            ? new ConnectionException(message, e)
                            : new RegistryException(message, e);
        }
    }

    /**
     * A repository to read; {@link Repository#forPush} makes it one to push to.
     *
     * @param name its path below the host
     * @throws IllegalArgumentException if this can't be a repository's name
     */
    public Repository repository(String name) {
        return new Repository(this, name, false, null);
    }

    /** What the registry has asked to be shown to users so far, each text once and in one line. */
    public synchronized List<String> warnings() {
        return connection == null ? List.of() : connection.warnings();
    }

    /** The connection, which decides with the first call whether the registry speaks TLS. */
    synchronized RegistryConnection connection() throws IOException, InterruptedException {
        if (connection == null) {
            connection = RegistryConnection.open(transport, host, plainHttp, credential);
        }
        return connection;
    }

    @Override
    public void close() {
        transport.close();
    }
}
