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
import org.junit.jupiter.api.Test;

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
}
