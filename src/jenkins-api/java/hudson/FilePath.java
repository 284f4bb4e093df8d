package hudson;

import hudson.model.Computer;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.remoting.RoleSensitive;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

/** A path on the local disk. */
public final class FilePath implements SerializableOnlyOverRemoting {
    private static final long serialVersionUID = 1L;

    private final String remote;

    public FilePath(VirtualChannel channel, String remote) {
        this.remote = remote;
    }

    public FilePath(File localPath) {
        this(null, localPath.getPath());
    }

    public interface FileCallable<T> extends Serializable, RoleSensitive {
        T invoke(File f, VirtualChannel channel) throws IOException, InterruptedException;
    }

    public <T> T act(FileCallable<T> callable) throws IOException, InterruptedException {
        return callable.invoke(new File(remote), null);
    }

    public String getRemote() {
        return remote;
    }

    public String getName() {
        return new File(remote).getName();
    }

    public FilePath getParent() {
        String parent = new File(remote).getParent();
        return parent == null ? null : new FilePath(null, parent);
    }

    public FilePath child(String relOrAbsolute) {
        return new FilePath(null, Path.of(remote).resolve(relOrAbsolute).toString());
    }

    public FilePath sibling(String rel) {
        FilePath parent = getParent();
        return parent == null ? null : parent.child(rel);
    }

    public Computer toComputer() {
        return null;
    }

    public VirtualChannel getChannel() {
        return null;
    }

    public boolean exists() throws IOException, InterruptedException {
        return Files.exists(Path.of(remote));
    }

    public boolean delete() throws IOException, InterruptedException {
        Files.deleteIfExists(Path.of(remote));
        return true;
    }

    public void deleteRecursive() throws IOException, InterruptedException {
        Path root = Path.of(remote);
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(root)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }

    public void mkdirs() throws IOException, InterruptedException {
        Files.createDirectories(Path.of(remote));
    }

    public void chmod(int mask) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("stand-in");
    }

    public void write(String content, String encoding) throws IOException, InterruptedException {
        Path file = Path.of(remote);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(encoding));
    }

    @Override
    public String toString() {
        return remote;
    }
}
