package io.jenkins.plugins.ocichart.pipeline;

import java.util.concurrent.Callable;

/** Knows in which {@link Scope} the calling thread's part of the script runs. */
final class BodyThreads {
    private final ThreadLocal<Scope> scopes = new ThreadLocal<>();

    Scope current() {
        return scopes.get();
    }

    /** Runs a part of the script in a scope, in the calling thread. */
    <T> T in(Scope scope, Callable<T> part) throws Exception {
        Scope before = scopes.get();
        scopes.set(scope);
        try {
            return part.call();
        } finally {
            scopes.set(before);
        }
    }
}
