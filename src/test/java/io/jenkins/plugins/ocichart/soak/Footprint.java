package io.jenkins.plugins.ocichart.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What this process holds at a moment. Threads and descriptors are counted before a garbage collection, which would end
 * what was forgotten; the heap after it.
 *
 * @param round after how many rounds
 * @param uptime since the JVM's start
 * @param threads platform threads
 * @param descriptors open files and sockets, or -1 where the operating system doesn't say
 * @param heap bytes in use after a garbage collection
 * @param classes loaded classes
 */
record Footprint(int round, Duration uptime, int threads, long descriptors, long heap, int classes) {
    static Footprint take(int round) {
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        return new Footprint(round, uptime, threads, descriptors, heap, classes);
    }

    static void printHeading() {
        System.out.println("| rounds | s | threads | descriptors | heap after GC, KB | classes |");
        System.out.println("|---:|---:|---:|---:|---:|---:|");
    }

    void print() {
        System.out.printf(
                "| %d | %d | %d | %d | %d | %d |%n",
                round, uptime.toSeconds(), threads, descriptors, heap / 1024, classes);
    }
}
