package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.chart.ChartArchive;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Indexes that this JVM has fetched, so that the next step, or the next build on this machine, only asks whether they have
 * changed. They are in memory alone, where no build can write, and a copy is used only if the server has just answered this
 * very login that it is still right (304). They go when memory runs short. Thread-safe.
 */
final class IndexCache {
    /** What indexes may take together, as they were sent; for most that is compressed. */
    static final int MOST = 16 << 20;

    /** Larger ones are not kept. */
    static final int LARGEST = MOST / 2;

    private static final byte[] SALT = SecureRandom.getSeed(16);

    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /**
     * An index as somebody reaches it.
     *
     * @param login tells logins apart and gives none away
     */
    private record Key(String address, String login, ConnectionSettings connection) {}

    private record Kept(int size, SoftReference<Copy> copy) {}

    /** An index as it was sent, with its validator. */
    record Copy(String etag, byte[] content) {}

    synchronized Optional<Copy> find(String address, String authorization, ConnectionSettings connection) {
        return Optional.ofNullable(kept.get(key(address, authorization, connection)))
                .map(found -> found.copy().get());
    }

    synchronized void keep(String address, String authorization, ConnectionSettings connection, Copy copy) {
        Kept before = kept.put(
                key(address, authorization, connection), new Kept(copy.content().length, new SoftReference<>(copy)));
        total += copy.content().length - (before == null ? 0 : before.size());
        Iterator<Kept> eldest = kept.values().iterator();
        while (total > MOST) {
            total -= eldest.next().size();
            eldest.remove();
        }
    }

    private static Key key(String address, String authorization, ConnectionSettings connection) {
        MessageDigest login = ChartArchive.digest("SHA-256");
        login.update(SALT);
        byte[] text = String.valueOf(authorization).getBytes(StandardCharsets.UTF_8);
        return new Key(address, HexFormat.of().formatHex(login.digest(text)), connection.withProxy(null));
    }
}
