package io.jenkins.plugins.ocichart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The default build compiles the plugin against the stand-ins in {@code src/jenkins-api/java}, and those class files run
 * in a real Jenkins: whatever a stand-in declares must be there in the real class, exactly so.
 */
class StandInContractTest {
    private static final Path SOURCES = Path.of("src/jenkins-api/java");

    @TempDir
    private static Path classes;

    @BeforeAll
    static void compileTheStandIns() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<File> sources = under(SOURCES, ".java").map(Path::toFile).toList();
            List<String> options = List.of(
                    "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
            assertThat(compiler.getTask(
                                    messages, files, null, options, null, files.getJavaFileObjectsFromFiles(sources))
                            .call())
                    .as(() -> "compiling the stand-ins: " + messages)
                    .isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> declaresOnlyWhatJenkinsHas() throws Exception {
        StandInLoader loader = new StandInLoader(classes);
        List<Class<?>> standIns = under(classes, ".class")
                .<Class<?>>map(file -> loader.load(classes.relativize(file)))
                .filter(StandInContractTest::isPartOfTheApi)
                .toList();

        assertThat(standIns).isNotEmpty();
        return standIns.stream()
                .map(standIn -> DynamicTest.dynamicTest(
                        standIn.getName(),
                        () -> assertThat(StandInContract.breaches(standIn, real(standIn)))
                                .as(standIn.getName())
                                .isEmpty()));
    }

    private static Class<?> real(Class<?> standIn) throws ClassNotFoundException {
        return Class.forName(standIn.getName(), false, StandInContractTest.class.getClassLoader());
    }

    private static boolean isPartOfTheApi(Class<?> type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && !type.isSynthetic()
                && !Modifier.isPrivate(type.getModifiers());
    }

    private static Stream<Path> under(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList().stream();
        }
    }

    /** Prefers the stand-ins to the real classes of the same names. */
    private static final class StandInLoader extends ClassLoader {
        private final Path classes;

        StandInLoader(Path classes) {
            super(StandInContractTest.class.getClassLoader());
            this.classes = classes;
        }

        Class<?> load(Path classFile) {
            String name = classFile.toString().replace(File.separatorChar, '.').replaceFirst("\\.class$", "");
            try {
                return loadClass(name);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Path file = classes.resolve(name.replace('.', '/') + ".class");
                if (!Files.exists(file)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                try {
                    byte[] bytes = Files.readAllBytes(file);
                    return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }
}
