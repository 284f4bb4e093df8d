package io.jenkins.plugins.ocichart.agent;

import hudson.model.Computer;
import hudson.remoting.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.zip.ZipOutputStream;
import jenkins.model.Jenkins;

/**
 * The classes of all operations in one jar, ours and those of libraries. An agent gets it in one request before its first
 * operation; otherwise Remoting would ask the controller for each class, a hundred round trips for a push, and fetch whole jars of
 * which an agent uses little.
 *
 * <p>The agent then has libraries' classes in the class loader of this plugin, and not in those of the plugins that bring them.
 * One library in both would not go together. So the jar has all that its classes can ask for, and no operation starts on an agent
 * before the jar is there, or is known not to get there: then the agent fetches class by class.
 */
final class AgentJar {
    private static final Logger LOGGER = Logger.getLogger(AgentJar.class.getName());

    /** Agents have these, or fetch them as they always do. */
    private static final Pattern OF_JENKINS = Pattern.compile("(hudson|jenkins|org/jenkinsci|org/kohsuke)/.*");

    /** By agent, as long as it is connected. */
    private static final Map<Channel, Future<Boolean>> SENT = new WeakHashMap<>();

    private static Path file;

    private AgentJar() {}

    /**
     * Sends it, unless that was done before, and waits until it is there. A thread of its own sends it: the next build must not start
     * beside what an aborted one has left half done.
     *
     * @throws InterruptedException if the build was aborted meanwhile
     */
    static void send(Channel channel) throws InterruptedException {
        try {
            sent(channel).get();
        } catch (ExecutionException e) { // the agent is lost, lacks space, or is older than such requests
            LOGGER.log(Level.FINE, "agent fetches class by class", e);
        }
    }

    private static synchronized Future<Boolean> sent(Channel channel) {
        return SENT.computeIfAbsent(
                channel,
                agent -> Computer.threadPoolForRemoting.submit(() -> agent.preloadJar(
                        AgentJar.class.getClassLoader(), file().toUri().toURL())));
    }

    /** Made once for each start, as plugins may be others by the next, and where nobody else can write. */
    private static synchronized Path file() throws IOException {
        if (file == null) {
            Path folder = Jenkins.get().getRootDir().toPath().resolve("caches");
            Path made = Files.createDirectories(folder).resolve("oci-chart-agent.jar");
            ClassClosure classes = new ClassClosure(AgentJar.class.getClassLoader(), OF_JENKINS);
            classes.add(OperationCallable.class.getName().replace('.', '/'));
            for (String room : List.of("operation", "chart")) {
                classes.addAll(AgentJar.class, "io/jenkins/plugins/ocichart/" + room);
            }
            try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(made))) {
                classes.write(jar);
            }
            file = made;
        }
        return file;
    }
}
