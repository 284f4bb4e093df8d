package io.jenkins.plugins.ocichart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.ocichart.MemberReferences.Reference;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default build's {@code target/oci-chart.hpi} is the plugin that this build makes, and fits the real Jenkins. */
class SamePluginIT {
    /** What tells one build or one version of the tools from another. */
    private static final Set<String> OF_THE_BUILD =
            Set.of("Build-Jdk-Spec", "Created-By", "Implementation-Build", "Java-Version", "Plugin-Version");

    /** The default build has the order of the POM, this one that of Maven's resolution. */
    private static final String DEPENDENCIES = "Plugin-Dependencies";

    @TempDir
    private static Path dir;

    private static JarFile ofThisBuild;
    private static JarFile ofDefaultBuild;

    @BeforeAll
    static void openBoth() throws IOException {
        Path hpi = Path.of("target/oci-chart.hpi");
        assumeTrue(Files.exists(hpi), "skipped: no target/oci-chart.hpi; run the default build (mvn verify) first");
        ofDefaultBuild = inner(hpi, "default");
        ofThisBuild = inner(Path.of("target-jenkins/target/oci-chart.hpi"), "jenkins");
    }

    @AfterAll
    static void closeBoth() throws IOException {
        if (ofDefaultBuild != null) {
            ofDefaultBuild.close();
            ofThisBuild.close();
        }
    }

    @Test
    void hasTheSameEntries() {
        assertThat(withoutRandomOnes(ofDefaultBuild))
                .isNotEmpty()
                .containsExactlyElementsOf(withoutRandomOnes(ofThisBuild));
    }

    @Test
    void hasTheSameManifest() throws IOException {
        assertThat(manifest(ofDefaultBuild)).containsKey("Plugin-Dependencies").isEqualTo(manifest(ofThisBuild));
    }

    @Test
    void hasTheSameIndexes() throws IOException {
        for (String name : names(ofThisBuild)) {
            if (name.matches("META-INF/(services/.*|annotations/.*\\.txt|exposed.*)|.*\\.(stapler|javadoc)")) {
                assertThat(lines(ofDefaultBuild, name)).as(name).isEqualTo(lines(ofThisBuild, name));
            }
        }
    }

    /** A member that is not there would be a NoSuchMethodError in the middle of somebody's build. */
    @Test
    void refersOnlyToMembersThatJenkinsHas() throws Exception {
        Set<String> missing = new TreeSet<>();
        try (URLClassLoader loader = jenkinsWithDefaultBuild()) {
            for (ZipEntry entry : classes()) {
                try (InputStream content = ofDefaultBuild.getInputStream(entry)) {
                    for (Reference reference : MemberReferences.of(content)) {
                        if (!reference.owner().startsWith("java.")
                                && !reference.owner().startsWith("[")
                                && !exists(reference, loader)) {
                            missing.add(reference + " in " + entry.getName());
                        }
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void implementsEveryAbstractMethodThatJenkinsHas() throws Exception {
        List<String> missing = new ArrayList<>();
        try (URLClassLoader loader = jenkinsWithDefaultBuild()) {
            for (ZipEntry entry : classes()) {
                Class<?> type = Class.forName(className(entry), false, loader);
                if (!Modifier.isAbstract(type.getModifiers())) {
                    Stream.of(type.getMethods())
                            .filter(method -> Modifier.isAbstract(method.getModifiers()))
                            .map(Method::toString)
                            .forEach(missing::add);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    private static boolean exists(Reference reference, ClassLoader loader) throws ClassNotFoundException {
        Class<?> owner = Class.forName(reference.owner(), false, loader);
        if (!reference.descriptor().startsWith("(")) {
            return supertypes(owner).stream()
                    .flatMap(type -> Stream.of(type.getDeclaredFields()))
                    .anyMatch(field -> field.getName().equals(reference.name())
                            && field.getType().descriptorString().equals(reference.descriptor()));
        }
        MethodType type = MethodType.fromMethodDescriptorString(reference.descriptor(), loader);
        if (reference.name().equals("<init>")) {
            return Stream.of(owner.getDeclaredConstructors())
                    .anyMatch(constructor ->
                            List.of(constructor.getParameterTypes()).equals(type.parameterList()));
        }
        return supertypes(owner).stream()
                .flatMap(supertype -> Stream.of(supertype.getDeclaredMethods()))
                .anyMatch(method -> method.getName().equals(reference.name())
                        && method.getReturnType() == type.returnType()
                        && List.of(method.getParameterTypes()).equals(type.parameterList()));
    }

    private static Set<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> types = new LinkedHashSet<>();
        types.add(type);
        types.add(Object.class);
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
                .forEach(supertype -> types.addAll(supertypes(supertype)));
        return types;
    }

    /** The class path of this build, with the classes of the default build in place of this build's own. */
    private static URLClassLoader jenkinsWithDefaultBuild() throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(Path.of(ofDefaultBuild.getName()).toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Path.of(entry).startsWith(Path.of("target-jenkins").toAbsolutePath())) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static List<? extends ZipEntry> classes() {
        return ofDefaultBuild.stream()
                .filter(entry -> entry.getName().endsWith(".class"))
                .toList();
    }

    private static String className(ZipEntry entry) {
        return entry.getName().replaceFirst("\\.class$", "").replace('/', '.');
    }

    private static JarFile inner(Path hpi, String name) throws IOException {
        Path jar = dir.resolve(name + ".jar");
        try (JarFile outer = new JarFile(hpi.toFile());
                InputStream content = outer.getInputStream(outer.getEntry("WEB-INF/lib/oci-chart.jar"))) {
            Files.copy(content, jar);
        }
        return new JarFile(jar.toFile());
    }

    private static Set<String> names(JarFile jar) {
        Set<String> names = new TreeSet<>();
        jar.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .forEach(names::add);
        return names;
    }

    /**
     * Of several classes with a web method of the same name, Stapler 2050 writes the parameter names of any one only;
     * Stapler itself reads them from the class file.
     */
    private static List<String> withoutRandomOnes(JarFile jar) {
        return names(jar).stream()
                .filter(name -> !name.matches(".*/do[^/]*\\.stapler"))
                .toList();
    }

    private static Map<String, Object> manifest(JarFile jar) throws IOException {
        Map<String, Object> attributes = new TreeMap<>();
        jar.getManifest().getMainAttributes().forEach((name, value) -> attributes.put(name.toString(), value));
        attributes.keySet().removeAll(OF_THE_BUILD);
        attributes.values().removeIf(""::equals);
        attributes.computeIfPresent(
                DEPENDENCIES, (name, list) -> Set.of(list.toString().split(",")));
        return attributes;
    }

    private static List<String> lines(JarFile jar, String name) throws IOException {
        try (InputStream content = jar.getInputStream(jar.getEntry(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }
}
