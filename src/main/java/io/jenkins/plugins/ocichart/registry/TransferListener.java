package io.jenkins.plugins.ocichart.registry;

/** Is told how far the transfer of one body has come. */
@FunctionalInterface
public interface TransferListener {
    /** For callers that don't watch. */
    TransferListener NONE = bytes -> {};

    /**
     * Called while a body is on its way, from a thread of the transport: must return quickly and not throw.
     *
     * @param bytes bytes of this body sent or received so far. The number falls back when a transfer starts again.
     */
    void transferred(long bytes);
}
