package io.jenkins.plugins.ocichart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents refer to is there: files, headings, tests, lines of the log. */
class DocumentationTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern TEST = Pattern.compile("(?<![*\\w])([A-Z][A-Za-z]+(?:Test|IT))\\b");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md").map(Path::of),
                    docs.filter(file -> file.toString().endsWith(".md")).toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFilesAndHeadings(Path document) throws IOException {
        String text = Files.readString(document);

        assertThat(LINK.matcher(text).results().map(link -> link.group(1)).filter(link -> !link.contains("://")))
                .allSatisfy(link -> {
                    String[] parts = link.split("#", 2);
                    Path target = parts[0].isEmpty()
                            ? document
                            : document.toAbsolutePath().resolveSibling(parts[0]);
                    assertThat(target).exists();
                    if (parts.length == 2) {
                        assertThat(headings(target)).contains(parts[1]);
                    }
                });
    }

    /** A merge that takes both sides doubles or halves paragraphs, and keeps the old row of a table beside the new one. */
    @ParameterizedTest
    @MethodSource("documents")
    void nothingIsSaidTwice(Path document) throws IOException {
        String text = Files.readString(document).replaceAll("(?s)```.*?```", "");

        assertThat(text.lines()
                        .filter(line -> line.length() > 70 && !line.contains("verification parameters | none"))
                        .map(line -> line.substring(0, Math.min(100, line.length()))))
                .doesNotHaveDuplicates();
        assertThat(text.lines()).noneMatch(line -> line.matches("(<<<<<<<|=======|>>>>>>>).*"));
        assertThat(Files.readString(document).split("(?m)^```", -1).length % 2).isEqualTo(1);
    }

    @Test
    void theTableOfContentsNamesEverySection() throws IOException {
        Path readme = Path.of("README.md");
        String text = Files.readString(readme);
        String contents = text.substring(text.indexOf("\n[Try it]"), text.indexOf("\n## Try it"));

        assertThat(LINK.matcher(contents).results().map(link -> link.group(1).substring(1)))
                .containsExactlyElementsOf(text.replaceAll("(?s)```.*?```", "")
                        .lines()
                        .filter(line -> line.startsWith("## "))
                        .map(DocumentationTest::anchor)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void testsThatAreNamedAreThere(Path document) throws IOException {
        Set<String> tests = new TreeSet<>();
        for (Path file : sources("src/test/java", "src/test-jenkins/java")) {
            tests.add(file.getFileName().toString().replace(".java", ""));
        }

        assertThat(TEST.matcher(Files.readString(document)).results().map(name -> name.group(1)))
                .isSubsetOf(tests);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsOfMavenAreThere(Path document) throws IOException {
        assertThat(Pattern.compile("exec:exec@([a-z-]+)")
                        .matcher(Files.readString(document))
                        .results()
                        .map(command -> "<id>" + command.group(1) + "</id>"))
                .allSatisfy(id -> assertThat(Path.of("pom.xml")).content().contains(id));
    }

    /** Each line of the log that README explains is expected of a situation by some test. */
    @Test
    void linesOfTheLogAreThoseThatTestsRead() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String table = readme.substring(readme.indexOf("\n| the log says |"), readme.indexOf("\n## Security"));
        String tests = sources("src/test/java", "src/test-jenkins/java").stream()
                .map(DocumentationTest::strings)
                .collect(Collectors.joining("\n"));
        List<String> lines = table.lines()
                .filter(row -> row.startsWith("| "))
                .skip(1)
                .flatMap(row ->
                        CODE.matcher(row.substring(0, row.indexOf(" | "))).results())
                .map(code -> code.group(1))
                .toList();

        assertThat(lines)
                .hasSizeGreaterThan(60)
                .allSatisfy(line -> assertThat(line.split("…|\\b[A-Z]{4,}\\b"))
                        .allSatisfy(part -> assertThat(tests.contains(part.strip()))
                                .as(part.strip())
                                .isTrue()));
    }

    /** A class with the parts of its texts put together. */
    private static String strings(Path file) {
        try {
            return Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> sources(String... roots) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String root : roots) {
            try (Stream<Path> tree = Files.walk(Path.of(root))) {
                files.addAll(
                        tree.filter(file -> file.toString().endsWith(".java")).toList());
            }
        }
        return files;
    }

    private static List<String> headings(Path document) throws IOException {
        return Files.readAllLines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(DocumentationTest::anchor)
                .toList();
    }

    /** What GitHub makes of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
