package io.jenkins.plugins.ocichart.differential;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** One kind of input that real Helm and we read. */
interface Subject extends AutoCloseable {
    /** Another input. */
    byte[] input(Random random);

    /**
     * What we read.
     *
     * @return null for what we refuse, in one readable line
     */
    String ours(byte[] input) throws Exception;

    /** What Helm reads of inputs that we read, in the same form; what begins with "refused" is what it says against one. */
    List<String> helms(List<byte[]> inputs) throws IOException;

    /** Learns from an input that both read. */
    default void keep(byte[] input, Random random) {}

    @Override
    void close();
}
