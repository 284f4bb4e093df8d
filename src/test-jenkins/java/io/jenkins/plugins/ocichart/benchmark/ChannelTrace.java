package io.jenkins.plugins.ocichart.benchmark;

import hudson.remoting.Channel;
import hudson.remoting.Command;
import java.io.File;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What crosses the channel to an agent and when, as the controller sees it. */
final class ChannelTrace extends Channel.Listener implements AutoCloseable {
    private final Channel channel;
    private final List<Sent> sent = Collections.synchronizedList(new ArrayList<>());

    /**
     * One command.
     *
     * @param time milliseconds since the epoch
     * @param toAgent its direction
     * @param size bytes on the channel; of a jar its own
     */
    record Sent(long time, boolean toAgent, String command, long size) implements Serializable {
        /** Whether somebody waits for its answer. */
        boolean isRequest() {
            return command.startsWith("UserRequest") || command.startsWith("RPCRequest");
        }

        boolean isJar() {
            return command.startsWith("JAR ");
        }
    }

    ChannelTrace(Channel channel) {
        this.channel = channel;
        channel.addListener(this);
    }

    List<Sent> sent() {
        return new ArrayList<>(sent);
    }

    @Override
    public void onRead(Channel from, Command command, long size) {
        add(false, command.toString(), size);
    }

    @Override
    public void onWrite(Channel to, Command command, long size) {
        add(true, command.toString(), size);
    }

    @Override
    public void onJar(Channel to, File jar) {
        add(true, "JAR " + jar.getName(), jar.length());
    }

    private void add(boolean toAgent, String command, long size) {
        sent.add(new Sent(System.currentTimeMillis(), toAgent, command, size));
    }

    @Override
    public void close() {
        channel.removeListener(this);
    }
}
