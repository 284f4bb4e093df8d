package io.jenkins.plugins.ocichart.agent;

import com.fasterxml.jackson.core.JsonFactory;
import hudson.remoting.Channel;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.lang3.StringUtils;
import org.yaml.snakeyaml.events.Event;

/**
 * The jars of the classes that operations need on an agent, ours and those of libraries. An agent gets them in one request before
 * its first operation; otherwise Remoting would ask the controller for each class, a hundred round trips for a push, and for
 * each jar.
 */
final class AgentJars {
    private static final Logger LOGGER = Logger.getLogger(AgentJars.class.getName());

    /** One of each jar. */
    private static final Class<?>[] CLASSES = {
        AgentJars.class, JsonFactory.class, TarArchiveInputStream.class, StringUtils.class, Event.class
    };

    /** While the plugin is developed its classes are in a folder, which can't be sent. */
    private static final boolean IS_PACKED = AgentJars.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath()
            .endsWith(".jar");

    private static final Set<Channel> SENT =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private AgentJars() {}

    /** Sends them unless that was done before. An agent that can't take them fetches class by class. */
    static void send(Channel channel) throws InterruptedException {
        if (IS_PACKED && SENT.add(channel)) {
            try {
                channel.preloadJar(AgentJars.class.getClassLoader(), CLASSES);
            } catch (IOException | RuntimeException e) { // a lost agent is a RuntimeException to Remoting
                LOGGER.log(Level.FINE, "agents fetch class by class", e);
            }
        }
    }
}
