package io.jenkins.plugins.ocichart.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A real Kubernetes API server: {@code etcd} and {@code kube-apiserver} from the path, on the loopback. No controllers run, so
 * nothing ever gets ready. Tests are skipped if one of the two programs is missing.
 */
public final class KubernetesApi implements Closeable {
    private static final String TOKEN = "an-administrators-token";

    private final Process etcd;
    private final Process server;
    private final Path directory;
    private final int port;

    private KubernetesApi(Process etcd, Process server, Path directory, int port) {
        this.etcd = etcd;
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    /** A server without anything but its own namespaces. */
    public static KubernetesApi start() {
        Path etcd = Programs.onPath("etcd", ", which a Kubernetes API server needs");
        Path server = Programs.onPath("kube-apiserver", "");
        try {
            for (int attempt = 1; ; attempt++) {
                KubernetesApi api = start(etcd, server);
                if (api.awaitReady()) {
                    return api;
                }
                String log = Files.readString(api.directory.resolve("etcd.log"))
                        + Files.readString(api.directory.resolve("kube-apiserver.log"));
                api.close();
                if (attempt == 3) { // others may take a port that was free
                    throw new IOException("no API server: " + log);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KubernetesApi start(Path etcd, Path server) throws IOException, GeneralSecurityException {
        Path directory = Files.createTempDirectory("kubernetes");
        int clients = Programs.freePort();
        int port = Programs.freePort();
        String store = "http://127.0.0.1:" + clients;
        Process stored = run(
                directory,
                "etcd",
                etcd.toString(),
                "--data-dir=" + directory.resolve("data"),
                "--listen-client-urls=" + store,
                "--advertise-client-urls=" + store,
                "--listen-peer-urls=http://127.0.0.1:" + Programs.freePort(),
                "--unsafe-no-fsync");
        Path key = Files.writeString(directory.resolve("accounts.pem"), accountKey());
        Path tokens = Files.writeString(directory.resolve("tokens"), TOKEN + ",admin,1,\"system:masters\"\n");
        Process served = run(
                directory,
                "kube-apiserver",
                server.toString(),
                "--etcd-servers=" + store,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + directory.resolve("certificates"),
                "--token-auth-file=" + tokens,
                "--authorization-mode=RBAC",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount");
        return new KubernetesApi(stored, served, directory, port);
    }

    private static Process run(Path directory, String name, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
    }

    private static String accountKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** The server's {@code host:port}. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    /** What its administrator logs in with. */
    public String token() {
        return TOKEN;
    }

    /** A kubeconfig for an administrator. */
    public String kubeconfig() {
        return kubeconfig("{server: \"https://" + host() + "\", insecure-skip-tls-verify: true}");
    }

    private static String kubeconfig(String cluster) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: test
                  cluster: %s
                users:
                - name: admin
                  user: {token: %s}
                contexts:
                - name: test
                  context: {cluster: test, user: admin}
                current-context: test
                """.formatted(cluster, TOKEN);
    }

    /** The same in a file. */
    public Path kubeconfigFile() {
        try {
            return Files.writeString(directory.resolve("kubeconfig"), kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a {@code helm} on the path prints that works with this API server. */
    public String helm(String program, String... arguments) throws IOException, InterruptedException {
        return HelmProgram.onPath(program)
                .run(Map.of("KUBECONFIG", kubeconfigFile().toString()), arguments);
    }

    private boolean awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (System.nanoTime() < deadline && server.isAlive() && etcd.isAlive()) {
            if (isReady()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        return false;
    }

    private boolean isReady() {
        try {
            return connect("/readyz").getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpsURLConnection connect(String path) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create("https://" + host() + path).toURL().openConnection();
        try {
            SSLContext any = SSLContext.getInstance("TLS");
            any.init(null, new TrustManager[] {new AnyCertificate()}, null);
            connection.setSSLSocketFactory(any.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        connection.setHostnameVerifier((name, session) -> true);
        connection.setRequestProperty("Authorization", "Bearer " + TOKEN);
        return connection;
    }

    /** A way to the same server on which whoever creates a pod waits for ever. */
    public Obstacle withoutPods() throws IOException {
        return new Obstacle(this);
    }

    /** Passes all requests on but those that create pods, which it never answers. */
    public static final class Obstacle implements Closeable {
        private final KubernetesApi api;
        private final HttpServer server;
        private final CountDownLatch creating = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final ExecutorService threads = Executors.newCachedThreadPool();

        private Obstacle(KubernetesApi api) throws IOException {
            this.api = api;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", this::handle);
            server.start();
        }

        /** A kubeconfig for an administrator who goes this way. */
        public String kubeconfig() {
            return KubernetesApi.kubeconfig(
                    "{server: \"http://127.0.0.1:" + server.getAddress().getPort() + "\"}");
        }

        /** Waits until a pod is about to be created. */
        public boolean awaitPod() throws InterruptedException {
            return creating.await(3, TimeUnit.MINUTES);
        }

        private void handle(HttpExchange exchange) throws IOException {
            String method = exchange.getRequestMethod();
            try (exchange) {
                if (!method.equals("GET") && exchange.getRequestURI().getPath().contains("/pods")) {
                    creating.countDown();
                    closed.await();
                    return;
                }
                HttpsURLConnection onward = api.connect(exchange.getRequestURI().toString());
                onward.setRequestMethod(method);
                for (String header : List.of("Accept", "Content-Type")) {
                    String value = exchange.getRequestHeaders().getFirst(header);
                    if (value != null) {
                        onward.setRequestProperty(header, value);
                    }
                }
                if (!method.equals("GET")) {
                    onward.setDoOutput(true);
                    exchange.getRequestBody().transferTo(onward.getOutputStream());
                }
                int status = onward.getResponseCode();
                InputStream answer = status < 400 ? onward.getInputStream() : onward.getErrorStream();
                byte[] body = answer == null ? new byte[0] : answer.readAllBytes();
                exchange.getResponseHeaders().set("Content-Type", String.valueOf(onward.getContentType()));
                exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            closed.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    /** Ends it and deletes its files, some 120 MB. */
    @Override
    public void close() {
        server.destroyForcibly().onExit().join();
        etcd.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
