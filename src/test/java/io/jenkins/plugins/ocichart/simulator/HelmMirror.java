package io.jenkins.plugins.ocichart.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Serves archives and checksums in the layout of get.helm.sh. */
public final class HelmMirror implements Closeable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile int cutOff = Integer.MAX_VALUE;

    private HelmMirror(HttpServer server) {
        this.server = server;
    }

    /** An empty mirror. */
    public static HelmMirror start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            HelmMirror mirror = new HelmMirror(server);
            server.createContext("/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                mirror.requests.add(path);
                byte[] file = mirror.files.get(path.substring(1));
                exchange.sendResponseHeaders(file == null ? 404 : 200, file == null ? -1 : file.length);
                if (file != null) {
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(file, 0, Math.min(file.length, mirror.cutOff));
                    }
                }
                exchange.close();
            });
            server.start();
            return mirror;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mirror's address. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The paths that were asked for. */
    public List<String> requests() {
        return requests;
    }

    /** Publishes a version for a platform such as {@code linux-amd64}; returns the SHA-256 of its archive. */
    public String publish(String version, String platform, byte[] program) throws IOException {
        boolean windows = platform.startsWith("windows");
        String name = "helm-v" + version + "-" + platform + (windows ? ".zip" : ".tar.gz");
        Map<String, byte[]> content = Map.of(
                platform + "/LICENSE",
                "licence".getBytes(StandardCharsets.UTF_8),
                platform + (windows ? "/helm.exe" : "/helm"),
                program);
        byte[] archive = windows ? zip(content) : tar(content);
        String digest = sha256(archive);
        files.put(name, archive);
        publishChecksum(version, platform, digest);
        return digest;
    }

    /** Publishes another checksum beside an archive. */
    public void publishChecksum(String version, String platform, String digest) {
        String ending = platform.startsWith("windows") ? ".zip" : ".tar.gz";
        files.put("helm-v" + version + "-" + platform + ending + ".sha256", digest.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends each answer after so many bytes. */
    public void cutOffAfter(int bytes) {
        cutOff = bytes;
    }

    private static byte[] tar(Map<String, byte[]> content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
