package io.jenkins.plugins.ocichart.operation.tool;

import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.http.HttpTransport;
import io.jenkins.plugins.ocichart.registry.http.ResponseSink;
import io.jenkins.plugins.ocichart.registry.http.RetryPolicy;
import io.jenkins.plugins.ocichart.registry.http.TimeLimits;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.registry.logins.Platform;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Installs one version of {@code helm} in a folder of its own. The archive's SHA-256 is checked before anything is unpacked, and
 * only the program is. What is there already, with the right version and digest, is used without asking any server.
 *
 * @param version such as 3.21.4
 * @param baseUrl where the archives are, such as {@code https://get.helm.sh}
 * @param digests the archive's SHA-256 must be one of these, 64 hexadecimal digits each; if there are none, it must be the one
 *     in the file beside the archive, which only shows that the transfer was complete
 * @param settings Jenkins' proxy
 */
public record InstallHelm(String version, String baseUrl, List<String> digests, ConnectionSettings settings)
        implements Operation<Void> {
    private static final String MARKER = ".oci-chart-helm";
    private static final long LARGEST = 512 << 20;

    /** One for each folder that something was installed in, in this JVM: an agent has one. */
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    public InstallHelm {
        digests = new ArrayList<>(digests);
    }

    @Override
    public Void run(Path directory, Progress progress) throws IOException, InterruptedException {
        return run(directory, HelmPlatform.of(Platform.current(), System.getProperty("os.arch")), progress);
    }

    Void run(Path directory, HelmPlatform platform, Progress progress) throws IOException, InterruptedException {
        ReentrantLock lock = LOCKS.computeIfAbsent(directory.toAbsolutePath().normalize(), path -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            if (!isInstalled(directory, platform)) {
                install(directory, platform, progress);
            }
        } finally {
            lock.unlock();
        }
        return null;
    }

    private boolean isInstalled(Path directory, HelmPlatform platform) throws IOException {
        Path marker = directory.resolve(MARKER);
        if (!Files.isRegularFile(marker) || !Files.isRegularFile(directory.resolve(platform.program()))) {
            return false;
        }
        String[] installed = Files.readString(marker).strip().split(" ");
        return installed.length == 3
                && installed[0].equals(version)
                && installed[1].equals(platform.toString())
                && (digests.isEmpty() || digests.contains(installed[2]));
    }

    private void install(Path directory, HelmPlatform platform, Progress progress)
            throws IOException, InterruptedException {
        URI uri = URI.create(baseUrl.replaceFirst("/+$", "") + "/" + platform.archive(version));
        Files.createDirectories(directory);
        Path archive = Files.createTempFile(directory, ".download-", "");
        Path program = Files.createTempFile(directory, ".helm-", "");
        try (HttpTransport transport =
                HttpTransport.open(settings, TimeLimits.configured(), RetryPolicy.configured())) {
            progress.line("Installing Helm " + version + " from " + uri);
            List<String> expected = digests.isEmpty() ? List.of(published(transport, uri)) : digests;
            String digest = download(transport, uri, archive);
            if (!expected.contains(digest)) {
                throw new IOException("the SHA-256 of " + uri + " is " + digest + ", but "
                        + String.join(" or ", expected) + " was expected; nothing was installed");
            }
            unpack(archive, platform, program, uri);
            if (!platform.isWindows() && !program.toFile().setExecutable(true, false)) {
                throw new IOException("cannot make " + program + " executable");
            }
            Files.deleteIfExists(directory.resolve(MARKER));
            Files.move(program, directory.resolve(platform.program()), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(directory.resolve(MARKER), version + " " + platform + " " + digest + "\n");
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(program);
        }
    }

    private static String published(HttpTransport transport, URI uri) throws IOException, InterruptedException {
        TransportResponse answer = transport.send(TransportRequest.of("GET", URI.create(uri + ".sha256")));
        String digest =
                new String(answer.body(), StandardCharsets.UTF_8).strip().toLowerCase(Locale.ROOT);
        if (!answer.isSuccess() || !digest.matches("[0-9a-f]{64}(\\s.*)?")) {
            throw new IOException("there is no SHA-256 at " + uri + ".sha256 (status " + answer.status()
                    + "): give the archive's SHA-256 in the tool's configuration");
        }
        return digest.substring(0, 64);
    }

    private static String download(HttpTransport transport, URI uri, Path archive)
            throws IOException, InterruptedException {
        MessageDigest sha256 = Digest.newMessageDigest("sha256");
        try (WritableByteChannel file = Channels.newChannel(Files.newOutputStream(archive))) {
            TransportResponse answer =
                    transport.send(TransportRequest.of("GET", uri).withSink(new Download(sha256, file)));
            if (!answer.isSuccess()) {
                throw new IOException(uri + " is not there: the server answered with status " + answer.status());
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void unpack(Path archive, HelmPlatform platform, Path program, URI uri) throws IOException {
        String wanted = platform + "/" + platform.program();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            InputStream found = platform.isWindows() ? zipped(in, wanted) : tarred(in, wanted);
            if (found == null) {
                throw new IOException("it has no " + wanted);
            }
            try (OutputStream out = Files.newOutputStream(program)) {
                byte[] buffer = new byte[64 << 10];
                long size = 0;
                for (int count = found.read(buffer); count >= 0; count = found.read(buffer)) {
                    size += count;
                    if (size > LARGEST) {
                        throw new IOException(wanted + " is too large");
                    }
                    out.write(buffer, 0, count);
                }
            }
        } catch (IOException e) {
            throw new IOException("cannot unpack " + uri + ": " + ErrorLine.of(e), e);
        }
    }

    private static InputStream tarred(InputStream in, String wanted) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (entry.isFile() && entry.getName().equals(wanted)) {
                return tar;
            }
        }
        return null;
    }

    private static InputStream zipped(InputStream in, String wanted) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().equals(wanted)) {
                return zip;
            }
        }
        return null;
    }

    /** Writes the archive, and computes its digest while it arrives. */
    private record Download(MessageDigest digest, WritableByteChannel file) implements ResponseSink {
        @Override
        public void begin(int status, HttpHeaders headers) throws IOException {
            if (headers.firstValueAsLong("Content-Length").orElse(0) > LARGEST) {
                throw new IOException("the archive is too large");
            }
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            digest.update(bytes.duplicate());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }
}
