package io.jenkins.plugins.ocichart.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Carries bytes from one thread to another. Holds about a megabyte, then the writer waits. Unlike
 * {@link java.io.PipedInputStream} it doesn't mind which threads these are, and hands over whole pieces.
 */
final class BytePipe {
    private static final int PIECE = 64 << 10;
    private static final int MAX_PIECES = 16;

    private final Deque<ByteBuffer> full = new ArrayDeque<>();
    private ByteBuffer filling = ByteBuffer.allocate(PIECE);
    private boolean ended;
    private boolean broken;
    private boolean unread;

    /** Takes all of these bytes; false where nobody reads any more and they were dropped. */
    synchronized boolean write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && !unread) {
            int count = Math.min(bytes.remaining(), filling.remaining());
            filling.put(bytes.slice().limit(count));
            bytes.position(bytes.position() + count);
            if (!filling.hasRemaining()) {
                awaitRoom();
                pass();
                filling = ByteBuffer.allocate(PIECE);
            }
        }
        bytes.position(bytes.limit());
        return !unread;
    }

    /** Says that everything has been written. */
    synchronized void end() {
        pass();
        ended = true;
    }

    /** Says that no more will come although it is not all: reading fails. */
    synchronized void breakOff() {
        broken = true;
        notifyAll();
    }

    private synchronized void pass() {
        full.add(filling.flip());
        notifyAll();
    }

    /** The next piece; null at the end. */
    private synchronized ByteBuffer next() throws IOException {
        awaitPiece();
        if (broken) {
            throw new IOException("the transfer was broken off");
        }
        notifyAll();
        return full.poll();
    }

    private synchronized void stopReading() {
        unread = true;
        full.clear();
        notifyAll();
    }

    private synchronized void awaitRoom() throws InterruptedIOException {
        try {
            while (full.size() >= MAX_PIECES && !unread) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private synchronized void awaitPiece() throws InterruptedIOException {
        try {
            while (full.isEmpty() && !ended && !broken) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    /** The reader's end. Closing it lets the writer go on without a reader. */
    InputStream reader() {
        return new Reader();
    }

    private final class Reader extends BlockInputStream {
        private ByteBuffer piece = ByteBuffer.allocate(0);

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            while (piece != null && !piece.hasRemaining()) {
                piece = next();
            }
            if (piece == null) {
                return -1;
            }
            int count = Math.min(length, piece.remaining());
            piece.get(buffer, offset, count);
            return count;
        }

        @Override
        public void close() {
            stopReading();
        }
    }
}
