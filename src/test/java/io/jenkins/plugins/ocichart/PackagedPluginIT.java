package io.jenkins.plugins.ocichart;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import hudson.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import net.java.sezpoz.Index;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.DataBoundConstructor;

/** What Jenkins finds in the assembled {@code target/oci-chart.hpi}. */
class PackagedPluginIT {
    private static final String INNER_JAR = "WEB-INF/lib/oci-chart.jar";

    @TempDir
    private static Path dir;

    private static JarFile hpi;
    private static JarFile jar;
    private static JavaClasses classes;

    @BeforeAll
    static void open() throws Exception {
        hpi = new JarFile(Path.of("target/oci-chart.hpi").toFile());
        Path inner = dir.resolve("oci-chart.jar");
        try (InputStream content = hpi.getInputStream(hpi.getEntry(INNER_JAR))) {
            Files.copy(content, inner);
        }
        jar = new JarFile(inner.toFile());
        classes = new ClassFileImporter().importJar(new JarFile(inner.toFile()));
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
        hpi.close();
    }

    @Test
    void holdsThePluginsJarAndNoLibrary() {
        assertThat(hpi.stream().map(ZipEntry::getName))
                .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", INNER_JAR, "WEB-INF/licenses.xml");
    }

    /** Jenkins looks at the inner jar's manifest before it lets its classes over the channel. */
    @Test
    void hasTheSameManifestOutsideAndInside() throws IOException {
        Manifest manifest = hpi.getManifest();

        assertThat(manifest.getMainAttributes().getValue("Short-Name")).isEqualTo("oci-chart");
        assertThat(manifest.getMainAttributes().getValue("Plugin-Version")).isNotBlank();
        assertThat(jar.getManifest()).isEqualTo(manifest);
    }

    @Test
    void holdsNoStandInOfTheJenkinsApi() throws IOException {
        assertThat(filesUnder("src/jenkins-api/java")).isNotEmpty();
        assertThat(jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("io/jenkins/plugins/ocichart/"))
                .noneMatch(name -> Files.exists(Path.of("src/jenkins-api/java", outerSource(name))));
    }

    @Test
    void holdsEveryResource() throws IOException {
        assertThat(jar.stream().map(ZipEntry::getName))
                .contains("index.jelly")
                .containsAll(filesUnder("src/main/resources"));
    }

    @Test
    void indexesEveryExtension() throws Exception {
        Set<String> indexed = new TreeSet<>();
        try (URLClassLoader loader = onlyThisJar()) {
            Index.load(Extension.class, Object.class, loader)
                    .forEach(item -> indexed.add(item.className() + (item.memberName() == null ? "" : " member")));
        }

        assertThat(indexed).isNotEmpty().isEqualTo(annotated(Extension.class));
    }

    @Test
    void indexesEverySymbol() throws IOException {
        ZipEntry index = jar.getEntry("META-INF/services/annotations/org.jenkinsci.Symbol");

        assertThat(text(index).lines()).isNotEmpty().containsExactlyElementsOf(annotated(Symbol.class));
    }

    @Test
    void keepsParameterNamesForDataBinding() throws Exception {
        List<String> with = new ArrayList<>();
        List<String> without = new ArrayList<>();
        try (URLClassLoader loader = onlyThisJar()) {
            for (JavaClass type : classes) {
                for (Constructor<?> constructor :
                        Class.forName(type.getName(), false, loader).getDeclaredConstructors()) {
                    if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
                        boolean named = Stream.of(constructor.getParameters()).allMatch(Parameter::isNamePresent);
                        (named ? with : without).add(type.getName());
                    }
                }
            }
        }

        assertThat(with).isNotEmpty();
        assertThat(without).isEmpty();
    }

    /** Stapler's annotation processors write the time of the build; equal sources make equal archives. */
    @Test
    void datesNoFile() throws IOException {
        for (ZipEntry entry : jar.stream().toList()) {
            if (entry.getName().matches(".*\\.(stapler|javadoc)")) {
                assertThat(text(entry)).as(entry.getName()).doesNotStartWith("#");
            }
        }
    }

    private static Set<String> annotated(Class<? extends Annotation> annotation) {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith(annotation.getName())) {
                names.add(type.getName());
            }
            for (JavaMember member : type.getMembers()) {
                if (member.isAnnotatedWith(annotation.getName())) {
                    names.add(type.getName() + " member");
                }
            }
        }
        return names;
    }

    /** A loader that finds resources in the inner jar only, where the class path of the tests has them again. */
    private static URLClassLoader onlyThisJar() throws IOException {
        URL[] urls = {Path.of(jar.getName()).toUri().toURL()};
        return new URLClassLoader(urls, PackagedPluginIT.class.getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                return findResources(name);
            }
        };
    }

    private static String outerSource(String entry) {
        return entry.replaceFirst("(\\$[^/]*)?\\.class$", ".java");
    }

    private static List<String> filesUnder(String folder) throws IOException {
        Path root = Path.of(folder);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static String text(ZipEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
