package io.jenkins.plugins.ocichart.registry.auth;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tokens of one client, one per token server, service and set of scopes. Threads that need the same token at the same
 * time wait for one request.
 */
final class TokenCache {
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    private record Key(String realm, String service, List<String> scopes) {}

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();
        volatile BearerToken token;
    }

    @FunctionalInterface
    interface Fetch {
        BearerToken fetch(List<Scope> scopes) throws IOException, InterruptedException;
    }

    /**
     * A token that covers these scopes.
     *
     * @param rejected a token that the registry has just refused, or null
     * @param longUpload whether it has to live for a while longer
     */
    BearerToken get(Challenge challenge, List<Scope> scopes, String rejected, boolean longUpload, Fetch fetch)
            throws IOException, InterruptedException {
        String realm = challenge.parameter("realm").orElse("");
        String service = challenge.parameter("service").orElse("");
        for (Map.Entry<Key, Entry> candidate : entries.entrySet()) {
            BearerToken token = candidate.getValue().token;
            boolean sameServer = candidate.getKey().realm.equals(realm)
                    && candidate.getKey().service.equals(service);
            if (sameServer && isUsable(token, scopes, rejected, longUpload)) {
                return token;
            }
        }
        Key key = new Key(
                realm, service, scopes.stream().map(Scope::toString).sorted().toList());
        Entry entry = entries.computeIfAbsent(key, k -> new Entry());
        entry.lock.lockInterruptibly();
        try {
            if (!isUsable(entry.token, scopes, rejected, longUpload)) {
                entry.token = fetch.fetch(scopes);
            }
            return entry.token;
        } finally {
            entry.lock.unlock();
        }
    }

    /** A text with asterisks in place of the tokens. */
    String mask(String text) {
        String masked = text;
        for (Entry entry : entries.values()) {
            masked = entry.token == null ? masked : masked.replace(entry.token.value(), "****");
        }
        return masked;
    }

    private static boolean isUsable(BearerToken token, List<Scope> scopes, String rejected, boolean longUpload) {
        return token != null
                && token.covers(scopes)
                && token.isFresh(longUpload)
                && !token.value().equals(rejected);
    }
}
