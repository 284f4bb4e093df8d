package io.jenkins.plugins.ocichart.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.jenkins.plugins.ocichart.operation.push.Push;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected values are ArchUnit's reading of the same classes, and the JDK's of jars. */
class ClassClosureTest {
    private static final Pattern NONE = Pattern.compile("");

    @TempDir
    private Path directory;

    @Test
    void hasEveryClassThatOneOfItsClassesRefersTo() throws Exception {
        ClassClosure classes = new ClassClosure(getClass().getClassLoader(), NONE);
        classes.add(name(Push.class));

        JavaClasses written =
                new ClassFileImporter().importJar(new JarFile(write(classes).toFile()));

        Set<String> missing = new TreeSet<>();
        for (JavaClass one : written) {
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                String name = dependency.getTargetClass().getBaseComponentType().getName();
                if (!written.contain(name) && isOfALibrary(name)) {
                    missing.add(one.getName() + " -> " + name);
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(written.contain("org.yaml.snakeyaml.parser.ParserImpl")).isTrue();
        assertThat(written.contain("org.apache.commons.io.build.AbstractStreamBuilder"))
                .isTrue(); // commons-compress alone refers to it
    }

    @Test
    void hasTheFilesOfAFolder() throws Exception {
        ClassClosure classes = new ClassClosure(getClass().getClassLoader(), NONE);
        classes.addAll(Push.class, "io/jenkins/plugins/ocichart/chart");

        assertThat(entries(write(classes)).keySet())
                .contains("io/jenkins/plugins/ocichart/chart/yaml/printable-unicode-15.0.txt");
    }

    @Test
    void leavesOutTheJdkAndWhatItIsTold() throws Exception {
        ClassClosure classes = new ClassClosure(getClass().getClassLoader(), Pattern.compile("org/apache/.*"));
        classes.addAll(Push.class, "io/jenkins/plugins/ocichart/operation");

        assertThat(entries(write(classes)).keySet())
                .isNotEmpty()
                .noneMatch(name -> name.startsWith("java/") || name.startsWith("org/apache/"));
    }

    @Test
    void takesTheClassForTheOldestJava() throws Exception {
        byte[] base = bytes(ClassClosure.class);
        Path jar = directory.resolve("library.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Multi-Release"), "true");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (var entry : Map.of("a/B.class", base, "META-INF/versions/9/a/B.class", bytes(getClass()))
                    .entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            ClassClosure classes = new ClassClosure(loader, NONE);
            classes.add("a/B");

            assertThat(loader.getResource("a/B.class").toString()).contains("META-INF/versions/9/");
            assertThat(entries(write(classes)))
                    .containsOnlyKeys("a/B.class")
                    .containsValue(new String(base, StandardCharsets.ISO_8859_1));
        }
    }

    private static boolean isOfALibrary(String name) {
        URL url = ClassClosureTest.class.getResource("/" + name.replace('.', '/') + ".class");
        return url != null && !url.getProtocol().equals("jrt");
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("/" + name(type) + ".class")) {
            return in.readAllBytes();
        }
    }

    private Path write(ClassClosure classes) throws IOException {
        Path jar = directory.resolve("written.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            classes.write(out);
        }
        return jar;
    }

    private static Map<String, String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().collect(Collectors.toMap(ZipEntry::getName, entry -> {
                try {
                    return new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
    }
}
