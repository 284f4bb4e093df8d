import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Completes what the annotation processors leave beside the class files: writes the indexes of annotations that are
 * marked as indexed ({@code @Symbol}, say) as annotation-indexer 1.18 does, which is not on Maven Central, and takes
 * out the dates that Stapler 1.263 puts in its files, so that equal sources make equal archives.
 *
 * <p>Run from its source with the compile class path: {@code java AnnotationIndexes.java CLASSES PACKAGE-FOLDER}.
 */
final class AnnotationIndexes {
    private static final String INDEXED = "org.jvnet.hudson.annotation_indexer.Indexed";

    public static void main(String[] args) throws Exception {
        Path classes = Path.of(args[0]);
        Path ownClasses = classes.resolve(args[1]);
        SortedMap<String, SortedSet<String>> indexes = new TreeMap<>();
        for (Path file : files(ownClasses, ".class")) {
            String name = classes.relativize(file)
                    .toString()
                    .replace(file.getFileSystem().getSeparator(), ".");
            collect(Class.forName(name.substring(0, name.length() - ".class".length()), false, loader()), indexes);
        }
        write(indexes, classes.resolve("META-INF/services/annotations"));
        for (Path file : files(ownClasses, ".stapler", ".javadoc")) {
            withoutDate(file);
        }
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }

    private static void collect(Class<?> type, SortedMap<String, SortedSet<String>> indexes) {
        Stream<AnnotatedElement> members = Stream.of(
                        Stream.of(type)
                                .filter(annotated -> !annotated.isRecord()), // records are newer than the processor
                        Stream.of(type.getDeclaredConstructors()),
                        Stream.of(type.getDeclaredMethods()),
                        Stream.of(type.getDeclaredFields()))
                .flatMap(element -> element);
        // With what a type inherits, as the processor sees it.
        members.flatMap(element -> Stream.of(element.getAnnotations()))
                .map(Annotation::annotationType)
                .filter(AnnotationIndexes::isIndexed)
                .forEach(annotation -> indexes.computeIfAbsent(annotation.getName(), key -> new TreeSet<>())
                        .add(type.getName()));
    }

    private static boolean isIndexed(Class<? extends Annotation> annotation) {
        Predicate<Annotation> marked = mark -> mark.annotationType().getName().equals(INDEXED);
        return Stream.of(annotation.getDeclaredAnnotations()).anyMatch(marked);
    }

    private static void write(SortedMap<String, SortedSet<String>> indexes, Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path stale : files(folder, "")) {
                Files.delete(stale);
            }
        }
        Files.createDirectories(folder);
        indexes.forEach((annotation, names) -> {
            try {
                Files.writeString(
                        folder.resolve(annotation), names.stream().collect(Collectors.joining("\n", "", "\n")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void withoutDate(Path file) throws IOException {
        String text = Files.readString(file);
        if (text.startsWith("#")) {
            Files.writeString(file, text.replaceFirst("#[^\\n]*\\n", ""));
        }
    }

    private static List<Path> files(Path folder, String... suffixes) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            Stream.of(suffixes).anyMatch(file.getFileName().toString()::endsWith))
                    .toList();
        }
    }
}
