package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @Test
    void resultsKeepTheOrderOfTheTasks() throws Exception {
        List<Callable<String>> tasks = List.of(
                () -> {
                    Thread.sleep(50);
                    return "slow";
                },
                () -> "fast");
        assertThat(Workers.run("test", 2, tasks)).containsExactly("slow", "fast");
    }

    @Test
    void noMoreTasksRunAtOnceThanAllowed() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier three = new CyclicBarrier(3);
        Callable<Void> task = () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            three.await(60, TimeUnit.SECONDS);
            Thread.sleep(20);
            running.decrementAndGet();
            return null;
        };
        Workers.run("test", 3, Collections.nCopies(9, task));
        assertThat(most).hasValue(3);
    }

    @Test
    void aFailureStopsTheOthersAndIsThrownAfterTheyHaveEnded() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(1);
        List<Callable<Void>> tasks = List.of(
                () -> {
                    running.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                    }
                    return null;
                },
                () -> {
                    running.await();
                    throw new IOException("the disk is on fire");
                });
        assertThatThrownBy(() -> Workers.run("test", 2, tasks)).hasMessage("the disk is on fire");
        assertThat(interrupted).isTrue();
    }

    @Test
    void anInterruptStopsAllTasksBeforeItIsThrown() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(2);
        Callable<Void> task = () -> {
            running.countDown();
            try {
                Thread.sleep(60_000);
            } finally {
                ended.incrementAndGet();
            }
            return null;
        };
        AtomicInteger endedAtThrow = new AtomicInteger(-1);
        Thread caller = new Thread(() -> {
            try {
                Workers.run("test", 2, List.of(task, task));
            } catch (InterruptedException e) {
                endedAtThrow.set(ended.get());
            } catch (IOException e) {
                endedAtThrow.set(-2);
            }
        });
        caller.start();
        running.await();
        caller.interrupt();
        caller.join(30_000);
        assertThat(endedAtThrow).hasValue(2);
    }

    @Test
    void oneTaskRunsInTheCallersThread() throws Exception {
        Callable<Thread> task = Thread::currentThread;

        assertThat(Workers.run("test", 4, List.of(task))).containsExactly(Thread.currentThread());
        assertThat(Workers.run("test", 4, Collections.nCopies(2, task)))
                .doesNotContain(Thread.currentThread())
                .allSatisfy(thread -> {
                    assertThat(thread.getName()).isEqualTo("test");
                    assertThat(thread.isDaemon()).isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatATaskThrowsIsThrownAsItIs(int tasks) {
        for (Throwable thrown : List.of(
                new IOException("a"),
                new InterruptedException("b"),
                new IllegalArgumentException("c"),
                new StackOverflowError("d"))) {
            Callable<Void> task = () -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (Exception) thrown;
            };
            assertThatThrownBy(() -> Workers.run("test", 1, Collections.nCopies(tasks, task)))
                    .isSameAs(thrown);
        }
    }

    @Test
    void anotherExceptionIsWrapped() {
        Exception thrown = new Exception("checked");
        Callable<Void> task = () -> {
            throw thrown;
        };

        assertThatThrownBy(() -> Workers.run("test", 1, List.of(task)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(thrown);
    }

    /** An interrupt that comes while the others are ending must not be lost. */
    @Test
    void anInterruptDuringTheEndIsKept() throws Exception {
        AtomicBoolean kept = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<Callable<Void>> tasks = List.of(
                () -> {
                    running.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        ending.countDown();
                        interrupted.await();
                        ended.set(true);
                    }
                    return null;
                },
                () -> {
                    running.await();
                    throw new IOException("failed");
                });
        Thread caller = new Thread(() -> {
            try {
                Workers.run("test", 2, tasks);
            } catch (IOException | InterruptedException e) {
                kept.set(Thread.currentThread().isInterrupted() && ended.get());
            }
        });
        caller.start();
        ending.await();
        await(() -> caller.getState() == Thread.State.TIMED_WAITING);
        caller.interrupt();
        await(() -> caller.getState() == Thread.State.TIMED_WAITING && !caller.isInterrupted());
        interrupted.countDown();
        caller.join(30_000);
        assertThat(kept).isTrue();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(2);
        }
    }
}
