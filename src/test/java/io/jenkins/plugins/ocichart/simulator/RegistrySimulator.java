package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.util.Map;
import java.util.Set;

/**
 * A registry product or service as its clients see it. This class has what all of them share and the hooks in which they
 * differ; a hook's default is what CNCF Distribution does. What isn't known for sure of a service is a field that a test
 * can set.
 */
abstract class RegistrySimulator implements Site {
    static final Request.Login WRITER = new Request.Login("writer", "s3cret-of-writer");
    static final Request.Login READER = new Request.Login("reader", "s3cret-of-reader");

    final RegistryStore store = new RegistryStore();
    final TokenIssuer tokens = new TokenIssuer();
    final RegistryApi api = new RegistryApi(this);

    /** Whether existing tags are locked. */
    boolean immutable;
    /** How many bytes all blobs may have. */
    long quota = Long.MAX_VALUE;

    private final String host;

    /** A registry that is found at this host. */
    RegistrySimulator(String host) {
        this.host = host;
    }

    /** The registry's host. */
    final String host() {
        return host;
    }

    /** The path below which the tests' accounts have their charts. */
    String namespace() {
        return "acme/charts";
    }

    /** All hosts that belong to the service. */
    Map<String, Site> sites() {
        return Map.of(host, this);
    }

    /** The login of somebody who may push. */
    RegistryCredential writer() {
        return RegistryCredential.basic(WRITER.user(), WRITER.password());
    }

    /** The login of somebody who may only pull. */
    RegistryCredential reader() {
        return RegistryCredential.basic(READER.user(), READER.password());
    }

    /** What an administrator has to do before somebody can push to a repository; nothing where a push creates it. */
    void prepare(String repository) {}

    /** Whether a push creates the repository {@code namespace()/name}. */
    boolean createsOnPush() {
        return true;
    }

    /** Whether a repository outside the namespace can be told from one without the right. */
    String foreignRepository() {
        return "nowhere/charts";
    }

    @Override
    public Reply answer(Request request) {
        return api.answer(request);
    }

    // What differs from registry to registry

    /** Null if the request may go on; {@code access} is null for the ping. */
    abstract Reply authorize(Request request, Access access);

    Reply pong(Request request) {
        return Reply.json(200, "{}").header("Docker-Distribution-Api-Version", "registry/2.0");
    }

    /** Null if a push creates this repository. */
    Reply missingOnPush(Access access) {
        return null;
    }

    Reply missingOnPull(Access access) {
        return Reply.error(404, "NAME_UNKNOWN", "repository name not known to registry");
    }

    /** Whether a manifest may not be put under this tag. */
    boolean isLocked(String oldDigest, String newDigest) {
        return immutable && !oldDigest.equals(newDigest);
    }

    Reply locked(String repository, String tag) {
        return Reply.error(409, "DENIED", "tag is immutable");
    }

    Reply overQuota(String repository, long size) {
        return Reply.error(403, "DENIED", "Quota has been exceeded");
    }

    /** Whether this account is known. */
    boolean isKnown(Request.Login login) {
        return login.equals(WRITER) || login.equals(READER);
    }

    /** Whether a known user may do this with a repository; an empty name is anybody. */
    boolean may(String user, String repository, String action) {
        return repository.startsWith(namespace() + "/")
                && (user.equals(WRITER.user()) || user.equals(READER.user()) && action.equals("pull"));
    }

    /** What of the wanted actions a user may do. */
    Map<String, Set<String>> granted(String user, Map<String, Set<String>> wanted) {
        Map<String, Set<String>> granted = new java.util.TreeMap<>();
        wanted.forEach((repository, actions) -> {
            Set<String> allowed = new java.util.TreeSet<>(actions);
            allowed.removeIf(action -> !may(user, repository, action));
            granted.put(repository, allowed);
        });
        return granted;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
