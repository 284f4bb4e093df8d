package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the plugin uses anything of Jenkins that is on its way out; the stand-ins of the default build can't tell. */
class DeprecatedApiTest {
    @TempDir
    private static Path classes;

    @Test
    void isNotUsed() throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null);
                Stream<Path> tree = Files.walk(Path.of("src/main/java"))) {
            List<File> sources = tree.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toFile)
                    .toList();
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-proc:none",
                    "-Xlint:deprecation,removal",
                    "-Xmaxwarns",
                    "10000");
            assertThat(compiler.getTask(
                                    null, files, diagnostics, options, null, files.getJavaFileObjectsFromFiles(sources))
                            .call())
                    .isTrue();
        }

        assertThat(diagnostics.getDiagnostics())
                .filteredOn(diagnostic -> diagnostic.getCode().contains("deprecated")
                        || diagnostic.getCode().contains("removal"))
                .extracting(Object::toString)
                .isEmpty();
    }
}
