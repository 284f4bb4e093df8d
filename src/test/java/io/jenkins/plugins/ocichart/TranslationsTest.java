package io.jenkins.plugins.ocichart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever users read in English there is in Italian, too. */
class TranslationsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");

    static Stream<Path> properties() throws IOException {
        return english(".properties");
    }

    static Stream<Path> helpFiles() throws IOException {
        return english(".html");
    }

    @ParameterizedTest
    @MethodSource("properties")
    void hasEveryKey(Path file) throws IOException {
        Properties english = load(file);
        Properties italian = load(italian(file));

        if (file.endsWith("Messages.properties")) {
            assertThat(italian.keySet()).isEqualTo(english.keySet());
        } else {
            // a text may be its own key on a page: then there is nothing to say in English
            assertThat(italian.keySet()).containsAll(english.keySet());
        }
    }

    /** Every text is a format, on pages too: a single quote would vanish, with what it stands before. */
    @ParameterizedTest
    @MethodSource("properties")
    void hasTheSameArguments(Path file) throws IOException {
        Properties english = load(file);
        Properties italian = load(italian(file));

        assertThat(english.stringPropertyNames())
                .allSatisfy(key -> assertThat(arguments(italian.getProperty(key)))
                        .as(key)
                        .isEqualTo(arguments(english.getProperty(key))));
        assertThat(Stream.concat(english.values().stream(), italian.values().stream()))
                .allSatisfy(
                        text -> assertThat(text.toString().replace("''", "")).doesNotContain("'"));
    }

    @ParameterizedTest
    @MethodSource("helpFiles")
    void explainsInItalian(Path file) throws IOException {
        assertThat(Files.readString(italian(file))).startsWith("<div>").isNotEqualTo(Files.readString(file));
    }

    private static int arguments(String pattern) {
        return new MessageFormat(pattern).getFormatsByArgumentIndex().length;
    }

    private static Stream<Path> english(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(suffix) && !file.toString().endsWith("_it" + suffix))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path italian(Path file) {
        return file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.[a-z]+)$", "_it$1"));
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return properties;
    }
}
