package io.jenkins.plugins.ocichart.benchmark;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A port that passes everything on to another port of this machine, later: a network that is far away. */
final class DelayedPort implements Closeable {
    private static final int BLOCK = 64 * 1024;

    private final ServerSocket server;
    private final int target;
    private final long nanoseconds;

    /**
     * Starts at once.
     *
     * @param milliseconds how long each direction takes, so half of a round trip
     */
    DelayedPort(int target, int milliseconds) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.nanoseconds = TimeUnit.MILLISECONDS.toNanos(milliseconds);
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket near = server.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            pass(near, far);
            pass(far, near);
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Block> onItsWay = new LinkedBlockingQueue<>();
        start(() -> {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[BLOCK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                onItsWay.add(new Block(Arrays.copyOf(buffer, n), System.nanoTime() + nanoseconds));
            }
            onItsWay.add(new Block(new byte[0], System.nanoTime() + nanoseconds));
        });
        start(() -> {
            OutputStream out = to.getOutputStream();
            for (Block block = onItsWay.take(); block.bytes().length > 0; block = onItsWay.take()) {
                TimeUnit.NANOSECONDS.sleep(block.due() - System.nanoTime());
                out.write(block.bytes());
            }
            to.shutdownOutput();
        });
    }

    private record Block(byte[] bytes, long due) {}

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The connection ended.
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
