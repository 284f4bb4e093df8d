package io.jenkins.plugins.ocichart.config;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on the controller that somebody waits for in a browser. */
public final class Deadline {
    private Deadline() {}

    /**
     * Does work in another thread, which is interrupted when the time is over.
     *
     * @param name the thread's name
     * @throws ExecutionException with what the work has thrown
     */
    public static <T> T within(Duration limit, String name, Callable<T> work)
            throws TimeoutException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
