package io.jenkins.plugins.ocichart.agent;

import com.fasterxml.jackson.core.JsonFactory;
import hudson.remoting.Channel;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jenkins.model.Jenkins;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.StringUtils;
import org.yaml.snakeyaml.events.Event;

/**
 * The classes that operations need on an agent, ours and those of libraries, in one jar. An agent gets it in one request before its
 * first operation; otherwise Remoting would ask the controller for each class, a hundred round trips for a push, and fetch
 * whole jars of which an agent uses little. What the jar lacks is still fetched in that way.
 */
final class AgentJar {
    private static final Logger LOGGER = Logger.getLogger(AgentJar.class.getName());

    /** Of a library whole packages, with all others that they refer to: a class from elsewhere would not see them. */
    private static final Pattern CONTENT = Pattern.compile(
            "io/jenkins/plugins/ocichart/(agent|chart|json|operation|provider|registry|repository|signature|text)/.+"
                    + "|com/fasterxml/jackson/core/((async|base|exc|io|json|json/async|sym|type|util)/)?[^/]+"
                    + "|org/apache/commons/compress/(archivers/(tar/|zip/)?|utils/)[^/]+"
                    + "|org/apache/commons/io/((file/attribute|function|input|output)/)?[^/]+"
                    + "|org/apache/commons/lang3/(function/)?[^/]+"
                    + "|org/yaml/snakeyaml/((error|events|inspector|parser|reader|scanner|tokens|util)/)?[^/]+");

    private static final List<Class<?>> SOURCES = List.of(
            AgentJar.class,
            JsonFactory.class,
            TarArchiveInputStream.class,
            IOUtils.class,
            StringUtils.class,
            Event.class);

    private static final Set<Channel> SENT =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private static Path file;

    private AgentJar() {}

    /** Sends it unless that was done before. An agent that can't take it fetches class by class. */
    static void send(Channel channel) throws InterruptedException {
        if (SENT.add(channel)) {
            try {
                channel.preloadJar(
                        AgentJar.class.getClassLoader(), file().toUri().toURL());
            } catch (IOException | RuntimeException e) { // a lost agent is a RuntimeException to Remoting
                LOGGER.log(Level.FINE, "agents fetch class by class", e);
            }
        }
    }

    /** Made once for each start, where nobody else can write. */
    private static synchronized Path file() throws IOException {
        if (file == null) {
            Path folder =
                    Files.createDirectories(Jenkins.get().getRootDir().toPath().resolve("caches"));
            Path made = folder.resolve("oci-chart-agent.jar");
            try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(made))) {
                for (Class<?> source : SOURCES) {
                    add(source, jar);
                }
            }
            file = made;
        }
        return file;
    }

    private static void add(Class<?> source, ZipOutputStream jar) throws IOException {
        try {
            Path place = Path.of(
                    source.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                add(place, jar);
                return;
            }
            try (FileSystem zip = FileSystems.newFileSystem(place)) {
                add(zip.getPath("/"), jar);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static void add(Path root, ZipOutputStream jar) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path path : files) {
            String name = root.relativize(path).toString().replace(File.separatorChar, '/');
            if (CONTENT.matcher(name).matches()) {
                jar.putNextEntry(new ZipEntry(name));
                Files.copy(path, jar);
                jar.closeEntry();
            }
        }
    }
}
