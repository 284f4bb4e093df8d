package io.jenkins.plugins.ocichart.registry.logins;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What differs between the systems that agents run on. */
public enum Platform {
    LINUX,
    MAC,
    WINDOWS;

    /** {@code C:/}, or {@code //server/share/}. */
    private static final Pattern WINDOWS_ROOT = Pattern.compile("[A-Za-z]:/|//[^/]+/[^/]+/");

    /** On Windows an entry of {@code PATH} may be quoted, since a folder's name may have a semicolon. */
    private static final Pattern SEMICOLON = Pattern.compile(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    /** The system that this JVM runs on; any that is neither macOS nor Windows counts as Linux. */
    public static Platform current() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? WINDOWS : name.startsWith("mac") ? MAC : LINUX;
    }

    /** Variables as the system's programs see them: Windows ignores the case of names, and calls {@code PATH} Path. */
    public Map<String, String> variables(Map<String, String> environment) {
        Map<String, String> seen = this == WINDOWS ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        seen.putAll(environment);
        return seen;
    }

    /**
     * The root with which an absolute path begins, empty for a relative one. Windows also has drives and network shares.
     *
     * @param path with slashes
     */
    public String root(String path) {
        Matcher windows = WINDOWS_ROOT.matcher(path);
        if (this == WINDOWS && windows.lookingAt()) {
            return windows.group();
        }
        return path.startsWith("/") ? "/" : "";
    }

    /** What a new file or folder needs to be its owner's alone; nothing on Windows, which has no such permissions. */
    public FileAttribute<?>[] ownerOnly(String permissions) {
        return this == WINDOWS
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                };
    }

    /** The folders in which the system looks for programs. What can't be a folder's name is left out. */
    List<Path> folders(String path) {
        List<Path> folders = new ArrayList<>();
        for (String entry : this == WINDOWS ? SEMICOLON.split(path) : path.split(":")) {
            String name = this == WINDOWS ? entry.replace("\"", "").strip() : entry;
            if (name.isEmpty()) {
                continue;
            }
            try {
                folders.add(Path.of(name));
            } catch (InvalidPathException e) {
                // the system finds nothing there either
            }
        }
        return folders;
    }

    /** The file names that a program can have. */
    List<String> programs(String name) {
        return this == WINDOWS ? List.of(name + ".exe", name + ".cmd") : List.of(name);
    }
}
