package io.jenkins.plugins.ocichart.security;

import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All classes of the plugin, so that a test sees what is added after it was written. */
final class PluginClasses {
    private PluginClasses() {}

    /** Every class, not initialized. */
    static List<Class<?>> all() throws IOException, URISyntaxException {
        Path root = Path.of(OciChartConfiguration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .<Class<?>>map(file -> load(root.relativize(file).toString()))
                    .toList();
        }
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, PluginClasses.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
