package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.registry.Manifest;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A tag that several clients add to. Registries have no condition for a PUT that all of them keep, so a client looks again whether
 * its addition is there: at once, and after a time in which a client that has read the tag before has written it.
 */
final class SharedTag {
    private static final int ATTEMPTS = 20;
    private static final int LOOKS = 5;

    /** How old what was read may be when the change is sent, in milliseconds; the last attempts don't ask. */
    private static final int FRESH = 300;

    /** The time after which it looks again, in milliseconds. */
    private static final int SETTLED = 1000;

    private final Repository repository;
    private final String tag;
    private final String host;

    SharedTag(Repository repository, String tag) throws IOException, InterruptedException {
        this.repository = repository;
        this.tag = tag;
        this.host = repository.connection().origin().authority();
    }

    /** As {@link Repository#change}. */
    void change(boolean exists, TagChange change) throws IOException, InterruptedException {
        boolean written = false;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Manifest> current = current(exists || written);
            long read = System.nanoTime();
            Optional<Manifest> changed = change.of(current);
            if (changed.isEmpty() && written) {
                sleep(milliseconds("settled", SETTLED));
                changed = change.of(current(true));
                read = System.nanoTime();
            }
            if (changed.isEmpty()) {
                return;
            }
            if (written) {
                sleep(Duration.ofMillis(50L * attempt)); // another client has overwritten it
                written = false;
            } else if (System.nanoTime() - read < milliseconds("fresh", FRESH).toNanos() || attempt > ATTEMPTS / 2) {
                repository.putManifest(
                        tag, changed.get().mediaType(), changed.get().bytes());
                written = true;
            }
        }
        throw new RegistryException(
                "the tag " + this + " is changed by others all the time, so nothing could be added to it; try again");
    }

    /** What is there now. */
    Optional<Manifest> current() throws IOException, InterruptedException {
        return repository.find(tag);
    }

    /** The same if it is there for certain: a replica that lags behind may not know that. */
    private Optional<Manifest> current(boolean exists) throws IOException, InterruptedException {
        Optional<Manifest> found = current();
        for (int look = 1; found.isEmpty() && exists && look <= LOOKS; look++) {
            sleep(milliseconds("settled", SETTLED));
            found = current();
        }
        if (found.isEmpty() && exists) {
            throw new RegistryException("the tag " + this + " was there a moment ago and is not found now, so nothing"
                    + " is added to it: try again, and check how the registry's storage is replicated");
        }
        return found;
    }

    /** The system property named after this class and the time, or else the usual time. */
    private static Duration milliseconds(String name, int usual) {
        return Duration.ofMillis(Long.getLong(SharedTag.class.getName() + "." + name, usual));
    }

    /** Waits for at least this time and at most half as much longer, so that clients that met don't meet again. */
    private static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis() + ThreadLocalRandom.current().nextLong(time.toMillis() / 2 + 1));
    }

    @Override
    public String toString() {
        return tag + " of " + repository + " on " + host;
    }
}
