package io.jenkins.plugins.ocichart.registry.auth;

import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which {@code Authorization} a request to the registry carries. A user's Basic login is sent with the first request,
 * which saves one with registries that take it; others answer with a challenge, and tokens are used from then on.
 */
public final class Authenticator {
    /** Stands for a request without a login. */
    public static final String NO_LOGIN = "";

    private static final String BEARER = "Bearer ";

    private final RegistryCredential credential;
    private final TokenService tokens;
    private final TokenCache cache = new TokenCache();
    private final Map<String, String> challengedResources = new ConcurrentHashMap<>();
    private final Set<String> withheld = ConcurrentHashMap.newKeySet();
    private volatile Challenge known;
    private volatile boolean accepted;
    private volatile boolean recognized;
    private volatile boolean unwanted;
    private volatile boolean asked;
    private volatile UnauthorizedException refusal;

    /** An authenticator that has shown nothing yet. */
    public Authenticator(RegistryCredential credential, TokenService tokens) {
        this.credential = credential;
        this.tokens = tokens;
    }

    /** Fetches what an unauthenticated {@code GET /v2/} answers, for registries that refuse without a challenge. */
    @FunctionalInterface
    public interface Ping {
        TransportResponse send() throws IOException, InterruptedException;
    }

    /** Whom it logs in. */
    public RegistryCredential credential() {
        return credential;
    }

    /** Whether the registry has already let this client in with its credential. */
    public boolean isAccepted() {
        return accepted;
    }

    /** Whether registry or token server know who this is, so that a refusal is about rights and not about the login. */
    public boolean isKnown() {
        return accepted || recognized;
    }

    /** Whether there is a login that no server has accepted or refused yet. */
    public boolean isUntried() {
        return credential.secret() != null && !isKnown() && refusal == null;
    }

    /**
     * The login has been refused. It isn't sent again, in any form: repeating a wrong password locks accounts. Once a login has
     * been recognized a refusal is about rights, and other requests may still succeed.
     */
    public void refused(UnauthorizedException why) {
        if (isUntried()) {
            refusal = why;
        }
    }

    /** A server's text without the login and the tokens that it was exchanged for. */
    public String mask(String text) {
        return cache.mask(credential.mask(text));
    }

    /** Whether the token server has refused a token that also covers this repository, to mount blobs from. */
    public boolean isWithheld(String from) {
        return withheld.contains(from);
    }

    /** A request with this {@code Authorization} has been let in. */
    public void succeeded(String authorization) {
        accepted |= authorization != null;
    }

    /** A request with this {@code Authorization} was answered that something doesn't exist: the login was accepted. */
    public void heardOfNothing(String authorization) {
        recognized |= authorization != null;
    }

    /** The registry takes tokens of this server. */
    public void learn(Challenge bearer) {
        known = bearer;
    }

    /**
     * The {@code Authorization} to begin with, or null.
     *
     * @throws UnauthorizedException if the login has been refused before
     */
    public String before(Operation operation, boolean longUpload) throws IOException, InterruptedException {
        requireNotRefused();
        if (credential.kind() == RegistryCredential.Kind.BEARER) {
            return BEARER + credential.secret();
        }
        Challenge bearer = known;
        if (bearer == null) {
            return unwanted ? null : BasicLogin.header(credential).orElse(null);
        }
        try {
            return token(operation, bearer, List.of(), null, longUpload);
        } catch (UnauthorizedException | DeniedException e) {
            // The registry's own challenge may name a scope that the token server grants.
            return null;
        }
    }

    /**
     * The {@code Authorization} for one more attempt after the registry refused the first one.
     *
     * @param sent what the refused request carried, or null
     * @return empty if there is nothing else to try, {@link #NO_LOGIN} if the registry wants none
     */
    public Optional<String> after(Operation operation, TransportResponse refused, String sent, Ping ping)
            throws IOException, InterruptedException {
        if (credential.kind() == RegistryCredential.Kind.BEARER) {
            return Optional.empty();
        }
        List<Challenge> offered = challenges(refused);
        if (Challenge.find(offered, "bearer").isEmpty() && sent != null && known == null && !accepted && !asked) {
            asked = true;
            TransportResponse answer = ping.send();
            offered = challenges(answer);
            unwanted = answer.isSuccess() && refused.status() != 401;
            if (unwanted) {
                return Optional.of(NO_LOGIN);
            }
        }
        Challenge bearer = Challenge.find(offered, "bearer")
                .filter(c -> c.parameter("realm").isPresent())
                .orElse(offered.isEmpty() && sent != null ? known : null);
        if (bearer == null) {
            boolean basic = Challenge.find(offered, "basic").isPresent();
            return BasicLogin.header(credential).filter(header -> basic && !header.equals(sent));
        }
        known = bearer;
        return Optional.of(renewed(operation, bearer, sent)).filter(header -> !header.equals(sent));
    }

    private String renewed(Operation operation, Challenge bearer, String sent)
            throws IOException, InterruptedException {
        List<Scope> challenged =
                Scope.merge(Scope.parse(bearer.parameter("scope").orElse("")));
        rememberName(operation, challenged);
        String rejected = sent != null && sent.startsWith(BEARER) ? sent.substring(BEARER.length()) : null;
        try {
            return token(operation, bearer, challenged, rejected, false);
        } catch (UnauthorizedException | DeniedException e) {
            if (challenged.isEmpty() || challenged.equals(with(challenged, wanted(operation)))) {
                throw e;
            }
            return token(bearer, challenged, rejected, false);
        }
    }

    /** A token for an operation, and for reading the repository that it mounts from unless the token server refuses that. */
    private String token(
            Operation operation, Challenge bearer, List<Scope> challenged, String rejected, boolean longUpload)
            throws IOException, InterruptedException {
        List<Scope> scopes = with(challenged, wanted(operation));
        String from = operation.from();
        if (from != null && !isWithheld(from)) {
            try {
                return token(bearer, with(scopes, List.of(Scope.pull(from))), rejected, longUpload);
            } catch (RateLimitedException | ConnectionException e) {
                throw e; // asking for less would fail too
            } catch (UnauthorizedException e) {
                withheld.add(from);
                throw e; // repeating a wrong password locks accounts
            } catch (RegistryException e) {
                withheld.add(from);
            }
        }
        return token(bearer, scopes, rejected, longUpload);
    }

    private static List<Scope> with(List<Scope> scopes, List<Scope> more) {
        List<Scope> all = new ArrayList<>(scopes);
        all.addAll(more);
        return Scope.merge(all);
    }

    private String token(Challenge bearer, List<Scope> scopes, String rejected, boolean longUpload)
            throws IOException, InterruptedException {
        TokenCache.Fetch fetch = missing -> fetch(bearer, missing);
        String header =
                BEARER + cache.get(bearer, scopes, rejected, longUpload, fetch).value();
        recognized |= credential.kind() != RegistryCredential.Kind.ANONYMOUS;
        return header;
    }

    private BearerToken fetch(Challenge bearer, List<Scope> scopes) throws IOException, InterruptedException {
        requireNotRefused();
        try {
            return tokens.fetch(bearer, scopes);
        } catch (UnauthorizedException e) {
            refused(e);
            throw e;
        }
    }

    private void requireNotRefused() throws UnauthorizedException {
        UnauthorizedException first = refusal;
        if (first != null) {
            throw new UnauthorizedException(first.getMessage(), first);
        }
    }

    /** Artifactory's challenges name a repository otherwise than its path does; then the challenge's name counts. */
    private void rememberName(Operation operation, List<Scope> challenged) {
        List<Scope> repositories =
                challenged.stream().filter(Scope::isRepository).toList();
        if (operation.repository() != null && repositories.size() == 1) {
            challengedResources.put(operation.repository(), repositories.get(0).resource());
        }
    }

    private List<Scope> wanted(Operation operation) {
        if (operation.repository() == null) {
            return List.of();
        }
        Scope scope = operation.isWrite() ? Scope.push(operation.repository()) : Scope.pull(operation.repository());
        String resource = challengedResources.getOrDefault(operation.repository(), scope.resource());
        return List.of(new Scope(resource, scope.actions()));
    }

    private static List<Challenge> challenges(TransportResponse response) {
        return Challenge.parse(response.headers().allValues("WWW-Authenticate"));
    }
}
