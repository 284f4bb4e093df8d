package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.BasicLogin;
import io.jenkins.plugins.ocichart.registry.ConnectionException;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.DigestMismatchException;
import io.jenkins.plugins.ocichart.registry.EcrHost;
import io.jenkins.plugins.ocichart.registry.ErrorBody;
import io.jenkins.plugins.ocichart.registry.NotFoundException;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RateLimitedException;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.UnauthorizedException;
import io.jenkins.plugins.ocichart.registry.UnavailableException;
import io.jenkins.plugins.ocichart.registry.auth.Authenticator;
import io.jenkins.plugins.ocichart.registry.auth.Challenge;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a registry's refusal into an exception whose message says what it most likely means and what to do. */
record Refusals(Origin registry, Authenticator authenticator) {
    private static final Pattern QUOTA = Pattern.compile("quota|exceed the configured upper limit");
    private static final Pattern QUOTA_AS_RATE = Pattern.compile("(?:repository|storage|namespace) quota");
    private static final Pattern IMMUTABLE = Pattern.compile(
            "immutab|overwrit|already exists|registry_disallowed_operation|not allow updating|cannot be updated");
    /** Harbor's read-only mode and proxy caches, Distribution's policy on what repositories may hold. */
    private static final Pattern NO_PLACE_FOR_CHARTS =
            Pattern.compile("read[- ]only|proxy project|unknown manifest class", Pattern.CASE_INSENSITIVE);

    private static final Set<String> BLOB_MISSING = Set.of("MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN");

    /** The exception for an answer that isn't the success hoped for. */
    RegistryException of(Operation operation, TransportResponse response) {
        ErrorBody error = ErrorBody.of(response.body(), authenticator::mask);
        Origin origin = Origin.of(response.uri());
        if (!origin.equals(registry) && response.status() / 100 != 3) {
            return new RegistryException(host() + " redirected " + what(operation) + " to " + origin.authority()
                    + ", which refused it (" + error.describe(response.status()) + ")"
                    + (response.status() == 401
                            ? ". If that is another name of the registry, set the registry's own base URL (external URL) to "
                                    + registry + "."
                            : ""));
        }
        String text = (error.code() + " " + error.message()).toLowerCase(Locale.ROOT);
        if ((response.status() == 429 ? QUOTA_AS_RATE : QUOTA).matcher(text).find()) {
            String whose = operation.repository() == null ? "of " : "for " + operation.repository() + " on ";
            return new DeniedException("storage quota " + whose + host() + " is used up (" + said(error, response)
                    + "). Delete old versions or raise the quota.");
        }
        if (operation.kind() == Operation.Kind.WRITE_MANIFEST && isImmutable(response.status(), text)) {
            return new DeniedException(operation.target() + " already exists on " + host()
                    + " and may not be overwritten (" + said(error, response) + "). Bump the chart version.");
        }
        if (operation.kind() == Operation.Kind.WRITE_MANIFEST && BLOB_MISSING.contains(error.code())) {
            return new NotFoundException(host() + " lacks a blob of " + operation.target() + ", although it took it ("
                    + said(error, response)
                    + "). Push again; if it persists, check how the registry's storage is replicated.");
        }
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 -> redirected(operation, response);
            case 400 -> badRequest(operation, response, error);
            case 401 -> unauthorized(operation, response, error);
            case 403 -> denied(operation, response, error);
            case 404 -> notFound(operation, response, error);
            case 405, 415 -> unsupported(operation, response, error);
            case 412 ->
                new DeniedException(
                        "a policy of " + host() + " refuses " + what(operation) + " (" + said(error, response) + ")");
            case 413 ->
                new RegistryException("a proxy before " + host() + " limits the size of uploads, or the registry does: "
                        + what(operation) + " is too large (413)");
            case 416 -> new DigestMismatchException(damaged(operation, error, response));
            case 429 -> rateLimited(response, error);
            default -> failed(operation, response, error);
        };
    }

    private RegistryException failed(Operation operation, TransportResponse response, ErrorBody error) {
        String message = host() + " failed on " + what(operation) + " (" + said(error, response) + ")"
                + (response.attempts() > 1 ? " " + response.attempts() + " times" : "");
        return response.status() >= 500 ? new UnavailableException(message) : new RegistryException(message);
    }

    private static boolean isImmutable(int status, String text) {
        return status == 409
                || status == 412
                || status / 100 == 4 && IMMUTABLE.matcher(text).find();
    }

    private RegistryException redirected(Operation operation, TransportResponse response) {
        String to = response.header("Location")
                .map(l -> ServerText.quote(authenticator.mask(l.split("\\?")[0]), 150))
                .orElse("nowhere");
        return new RegistryException(
                host() + " redirected " + what(operation) + " to " + to + ": use that address directly");
    }

    private RegistryException badRequest(Operation operation, TransportResponse response, ErrorBody error) {
        if (error.mentions("http request to an https server")
                || error.mentions("plain http request was sent to https")) {
            return new ConnectionException(host() + " expects HTTPS; turn off plain HTTP (plainHttp).", null);
        }
        if (error.code().equals("DENIED")) {
            return new UnauthorizedException(host() + " does not accept the login of " + who() + " ("
                    + said(error, response) + "). If it is a token, it has expired: get a new one.");
        }
        if (error.code().equals("DIGEST_INVALID") || error.code().equals("SIZE_INVALID")) {
            return new DigestMismatchException(damaged(operation, error, response));
        }
        if (operation.kind() == Operation.Kind.WRITE_MANIFEST) {
            return unsupported(operation, response, error);
        }
        return new RegistryException(
                host() + " does not understand " + what(operation) + " (" + said(error, response) + ")");
    }

    private RegistryException unauthorized(Operation operation, TransportResponse response, ErrorBody error) {
        if (error.mentions("project") && error.mentions("not found")) {
            return new NotFoundException("the project of " + operation.repository() + " does not exist on " + host()
                    + " (" + said(error, response) + "). Create it first.");
        }
        if (authenticator.credential().kind() == RegistryCredential.Kind.ANONYMOUS) {
            return new UnauthorizedException(host() + " wants a login for " + what(operation) + " and none is given ("
                    + said(error, response) + ")");
        }
        List<Challenge> offered = Challenge.parse(response.headers().allValues("WWW-Authenticate"));
        boolean usable = Challenge.find(offered, "basic").isPresent()
                || Challenge.find(offered, "bearer")
                        .flatMap(bearer -> bearer.parameter("realm"))
                        .isPresent();
        if (!usable && !authenticator.isKnown() && authenticator.credential().user() != null) {
            return new UnauthorizedException(host() + " refused " + what(operation) + " without saying how to log in ("
                    + said(error, response)
                    + ", and WWW-Authenticate names neither Basic nor a Bearer realm): check the"
                    + " address and what is in front of the registry, and the login of " + who());
        }
        Set<String> reasons = reasons(response);
        if (reasons.contains("invalid_token") && authenticator.isAccepted()) {
            return new UnauthorizedException("the token for " + host() + " ended before " + what(operation)
                    + ", and a new one was not accepted either (" + said(error, response)
                    + "): use a login that lasts longer, or have the registry's tokens live longer");
        }
        boolean scope = reasons.contains("insufficient_scope");
        if (operation.repository() != null && (scope || authenticator.isKnown())) {
            return new UnauthorizedException(
                    who() + " may not " + verb(operation) + " " + operation.repository() + " on " + host()
                            + ", or it does not exist, or the token has expired (" + said(error, response) + ")");
        }
        return new UnauthorizedException(host() + " rejected the login of " + who() + " (" + said(error, response)
                + "). " + BasicLogin.advice(authenticator.credential()));
    }

    private static Set<String> reasons(TransportResponse response) {
        return Challenge.parse(response.headers().allValues("WWW-Authenticate")).stream()
                .flatMap(challenge -> challenge.parameter("error").stream())
                .collect(Collectors.toSet());
    }

    /** Whether the registry knows the login, but its rights don't suffice. */
    static boolean isAboutRights(TransportResponse response) {
        return reasons(response).contains("insufficient_scope");
    }

    /** Whether an answer is a web page, such as sign-in pages and proxies send. Google labels empty answers like one. */
    static boolean isWebPage(TransportResponse response) {
        return isHtml(response) && response.body().length > 0;
    }

    /** Whether an answer is labelled as a web page; for answers whose body isn't at hand. */
    static boolean isHtml(TransportResponse response) {
        String type = Descriptor.mediaTypeOf(response.header("Content-Type").orElse(null));
        return "text/html".equals(type) || "application/xhtml+xml".equals(type);
    }

    /**
     * Whether a success is a registry's answer to a PUT: 201, or another one with the content's digest or its address. A
     * sign-in page has neither, nor has what only promises to store something (202).
     *
     * @param hasDigest whether the answer has the digest of what was sent
     * @param path what the address of such content has in it
     */
    static boolean isOfRegistry(TransportResponse response, boolean hasDigest, String path) {
        boolean named = hasDigest || response.header("Location").orElse("").contains(path);
        return !isWebPage(response) && (response.status() == 201 || response.status() != 202 && named);
    }

    /** The failure for a web page in place of a registry's answer. */
    RegistryException webPage(Operation operation, TransportResponse response) {
        return new RegistryException(host() + " answered " + what(operation) + " with a web page (" + page(response)
                + "): check the registry's address, and whether a sign-in page or a proxy is in front of it");
    }

    /** The failure for something that a registry accepted but doesn't have. */
    RegistryException notStored(Operation operation, TransportResponse response) {
        return new RegistryException(host() + " answered " + what(operation) + " with " + response.status()
                + (isWebPage(response) ? " and a web page (" + page(response) + ")" : "")
                + ", but has not stored it: check the registry's address, and whether a sign-in page or a proxy is in front"
                + " of it");
    }

    private String page(TransportResponse response) {
        String title = ErrorBody.title(response.body(), authenticator::mask);
        URI from = response.uri();
        return response.header("Content-Type")
                        .map(type -> ServerText.quote(type.split(";")[0], 60))
                        .orElse("HTML")
                + (title.isEmpty() ? "" : ", \"" + title + "\"")
                + ", from " + from.getScheme() + "://" + from.getRawAuthority() + from.getRawPath();
    }

    private RegistryException denied(Operation operation, TransportResponse response, ErrorBody error) {
        if (error.mentions("token has expired")) {
            return new UnauthorizedException("the token for " + host() + " has expired (" + said(error, response)
                    + "): get a new one, for Amazon ECR with fresh AWS credentials");
        }
        if (operation.isWrite() && NO_PLACE_FOR_CHARTS.matcher(error.message()).find()) {
            return unsupported(operation, response, error);
        }
        String hint = operation.kind() == Operation.Kind.WRITE_MANIFEST
                ? ". If the tag exists already, the registry may forbid to overwrite it."
                : ". Check the rights of this login and that the repository exists.";
        return new DeniedException(
                host() + " denied " + what(operation) + " to " + who() + " (" + said(error, response) + ")" + hint);
    }

    private RegistryException notFound(Operation operation, TransportResponse response, ErrorBody error) {
        String said = " (" + said(error, response) + ")";
        if (operation.kind() == Operation.Kind.PING) {
            return new NotFoundException(host() + " is no OCI registry: there is no /v2/" + said);
        }
        if (operation.isRead()) {
            return new NotFoundException(host() + " has no " + operation.target() + said);
        }
        Optional<EcrHost> amazon = EcrHost.of(registry.host());
        if (amazon.isPresent()) {
            return new NotFoundException(amazon.get().missing(operation.repository()) + said);
        }
        return new NotFoundException("repository " + operation.repository() + " does not exist on " + host() + ", or "
                + who() + " may not push to it" + said + ". Create it first; the chart's name is part of its path.");
    }

    private RegistryException unsupported(Operation operation, TransportResponse response, ErrorBody error) {
        if (operation.isRead() || operation.kind() == Operation.Kind.PING) {
            return new RegistryException(host() + " refused " + what(operation) + " (" + said(error, response) + ")");
        }
        return new RegistryException(host() + " does not accept Helm charts as OCI artifacts in "
                + operation.repository() + ", or the repository is read-only (" + said(error, response) + ")");
    }

    private RegistryException rateLimited(TransportResponse response, ErrorBody error) {
        Optional<Duration> wait = RetryPolicy.retryAfter(response.headers(), Clock.systemUTC());
        String when = wait.map(w -> ": retry after " + w.toSeconds() + " s").orElse(": retry later");
        boolean hub = registry.host().endsWith("docker.io")
                && authenticator.credential().kind() == RegistryCredential.Kind.ANONYMOUS;
        return new RateLimitedException("rate limit of " + host() + " reached" + when + " (" + said(error, response)
                + ")" + (hub ? ". Use a login for Docker Hub." : ""));
    }

    private String damaged(Operation operation, ErrorBody error, TransportResponse response) {
        return "content sent to or by " + host() + " for " + operation.repository() + " does not match its digest ("
                + said(error, response) + "). If it persists, check the proxies between.";
    }

    private String host() {
        return registry.authority();
    }

    private String who() {
        return BasicLogin.describe(authenticator.credential());
    }

    private static String said(ErrorBody error, TransportResponse response) {
        return error.describe(response.status());
    }

    private static String verb(Operation operation) {
        return operation.isRead() && !operation.isWrite() ? "pull" : "push to";
    }

    private static String what(Operation operation) {
        return switch (operation.kind()) {
            case PING -> "the login";
            case READ_MANIFEST -> "reading " + operation.target();
            case READ_BLOB -> "reading a blob of " + operation.repository();
            case LIST_TAGS -> "listing the tags of " + operation.repository();
            case WRITE_BLOB -> "the upload to " + operation.repository();
            case WRITE_MANIFEST -> "the push of " + operation.target();
        };
    }
}
