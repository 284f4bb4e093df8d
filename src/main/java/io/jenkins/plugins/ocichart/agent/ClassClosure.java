package io.jenkins.plugins.ocichart.agent;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Classes, those that they refer to, those that these refer to, and so on: all that the JVM can ask a class loader for when it
 * runs them. Names have {@code /} here, as in class files.
 */
final class ClassClosure {
    /** Jars may have a class once more for newer versions of Java than that of the machine that is to run it. */
    private static final Pattern VERSION = Pattern.compile("META-INF/versions/\\d+/");

    /** {@code [Ljava/lang/String;} or {@code (Ljava/lang/String;I)V}. */
    private static final Pattern DESCRIPTOR = Pattern.compile("(\\[*L|\\().*", Pattern.DOTALL);

    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+);");

    private final ClassLoader loader;
    private final Pattern left;
    private final Set<String> found = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * No classes yet.
     *
     * @param left files that are left out, besides those of the JDK and those that are not there
     */
    ClassClosure(ClassLoader loader, Pattern left) {
        this.loader = loader;
        this.left = left;
    }

    /** Adds a class. */
    void add(String name) {
        addFile(name + ".class");
    }

    private void addFile(String file) {
        if (!left.matcher(file).matches() && found.add(file)) {
            open.add(file);
        }
    }

    /** Adds the classes of a folder, of those in it too, and what these read, from where a class was loaded. */
    void addAll(Class<?> neighbour, String folder) throws IOException {
        try {
            Path place = Path.of(neighbour
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(place)) {
                addAll(place, place.resolve(folder));
                return;
            }
            try (FileSystem jar = FileSystems.newFileSystem(place)) {
                addAll(jar.getPath("/"), jar.getPath("/", folder));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private void addAll(Path root, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> addFile(root.relativize(file).toString().replace('\\', '/')));
        }
    }

    /** Writes them all. */
    void write(ZipOutputStream jar) throws IOException {
        while (!open.isEmpty()) {
            String file = open.remove();
            byte[] content = read(file);
            if (content != null) {
                jar.putNextEntry(new ZipEntry(file));
                jar.write(content);
                jar.closeEntry();
                if (file.endsWith(".class")) {
                    addReferences(new DataInputStream(new ByteArrayInputStream(content)));
                }
            }
        }
    }

    /** Null for a class of the JDK, and for one that isn't there, as of a library that another one can do without. */
    private byte[] read(String file) throws IOException {
        URL url = loader.getResource(file);
        if (url == null || url.getProtocol().equals("jrt")) {
            return null;
        }
        Matcher version = VERSION.matcher(url.toString());
        if (!version.find()) {
            try (InputStream in = loader.getResourceAsStream(file)) {
                return in.readAllBytes();
            }
        }
        URLConnection jar = new URL(version.replaceFirst("")).openConnection();
        jar.setUseCaches(false);
        try (InputStream in = jar.getInputStream()) {
            return in.readAllBytes();
        }
    }

    /**
     * Adds what a class file names in its constant pool (The Java Virtual Machine Specification, 4.4): classes, and those in
     * descriptors of fields and methods, which are texts among others there.
     */
    private void addReferences(DataInputStream in) throws IOException {
        in.skipNBytes(8); // the magic number and the version
        String[] texts = new String[in.readUnsignedShort()];
        List<Integer> names = new ArrayList<>();
        for (int i = 1; i < texts.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4); // numbers, and pairs of entries
                case 5, 6 -> { // a long or a double takes two entries
                    in.skipNBytes(8);
                    i++;
                }
                case 7 -> names.add(in.readUnsignedShort());
                case 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("unknown entry of a class file: " + tag);
            }
        }
        for (int name : names) {
            add(texts[name]); // or an array's, which no file has, but which is a descriptor, too
        }
        for (String text : texts) {
            if (text != null && DESCRIPTOR.matcher(text).matches()) {
                CLASS_IN_DESCRIPTOR.matcher(text).results().forEach(match -> add(match.group(1)));
            }
        }
    }
}
