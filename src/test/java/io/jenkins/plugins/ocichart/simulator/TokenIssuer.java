package io.jenkins.plugins.ocichart.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Opaque tokens that one simulator gives out and checks, on a clock that a test can move. */
final class TokenIssuer {
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private volatile Duration offset = Duration.ZERO;

    /**
     * What a token stands for.
     *
     * @param user who, empty for anybody
     * @param access actions by repository
     * @param expires when it ends
     */
    record Grant(String user, Map<String, Set<String>> access, Instant expires) {
        boolean allows(Access wanted) {
            return access.getOrDefault(wanted.repository(), Set.of()).containsAll(wanted.actions());
        }
    }

    Instant now() {
        return Instant.now().plus(offset);
    }

    /** Moves the clock of the servers, not the client's. */
    void pass(Duration time) {
        offset = offset.plus(time);
    }

    String issue(String kind, String user, Map<String, Set<String>> access, Duration lifetime) {
        String token = kind + "." + UUID.randomUUID().toString().replace("-", "");
        grants.put(token, new Grant(user, access, now().plus(lifetime)));
        return token;
    }

    /** What a token stands for, unless it is unknown or over. */
    Optional<Grant> check(String token) {
        return Optional.ofNullable(grants.get(token))
                .filter(grant -> grant.expires().isAfter(now()));
    }

    boolean isExpired(String token) {
        return grants.containsKey(token) && check(token).isEmpty();
    }

    /** Ends all tokens given out so far. */
    void revokeAll() {
        grants.clear();
    }
}
