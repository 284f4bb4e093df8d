package io.jenkins.plugins.ocichart.registry.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all transports. They end after a minute without work, and keep nothing of the thread that started them.
 */
final class TransportThreads {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static final ExecutorService EXECUTOR = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(null, work, "oci-registry-http-" + NUMBER.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(TransportThreads.class.getClassLoader());
        return thread;
    });

    private TransportThreads() {}
}
