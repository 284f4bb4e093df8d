package io.jenkins.plugins.ocichart.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs tasks side by side and does not return before all of them have ended. */
public final class Workers {
    private static final int SECONDS_TO_END = 10;

    private Workers() {}

    /**
     * Runs all tasks, at most {@code parallelism} at once. The first one that throws stops the others by interrupting them,
     * and so does an interrupt of the calling thread.
     *
     * @return the results in the order of the tasks
     * @throws IOException what the first failed task threw
     */
    public static <T> List<T> run(String name, int parallelism, List<? extends Callable<T>> tasks)
            throws IOException, InterruptedException {
        if (tasks.size() == 1) {
            // The usual push of one chart needs no other thread.
            FutureTask<T> only = new FutureTask<>(tasks.get(0));
            only.run();
            return Collections.singletonList(result(only));
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(parallelism, tasks.size()), runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<T> completions = new ExecutorCompletionService<>(pool);
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(completions.submit(task));
            }
            for (int i = 0; i < futures.size(); i++) {
                result(completions.take());
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        } finally {
            end(pool);
        }
    }

    /** What a task returns or throws. */
    public static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
        }
    }

    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
        while (!pool.isTerminated() && System.nanoTime() < deadline) {
            try {
                pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
