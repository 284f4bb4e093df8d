package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** GnuPG with a home directory of its own. */
public final class GnuPg implements AutoCloseable {
    private final Path program;
    private final Path home;

    private GnuPg(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    /** An empty home; if there is no {@code gpg} on the path, the test that asks for it is skipped. */
    public static GnuPg start() {
        Path program = Programs.onPath("gpg", "");
        try {
            // the paths of its sockets must be short
            return new GnuPg(
                    program,
                    Files.createTempDirectory(
                            Path.of("/tmp"),
                            "gpg",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where its files are. */
    public Path home() {
        return home;
    }

    /** Makes a key without a passphrase that doesn't expire; returns its fingerprint. */
    public String newKey(String userId, String algorithm, String usage) throws IOException, InterruptedException {
        return newKey(userId, algorithm, usage, "never", "", null);
    }

    /**
     * Makes a key.
     *
     * @param algorithm such as {@code rsa2048}, {@code nistp256} or {@code ed25519}
     * @param usage such as {@code sign} or {@code cert}
     * @param expires such as {@code never} or {@code 1d}
     * @param made when, or null for now
     * @return its fingerprint
     */
    public String newKey(String userId, String algorithm, String usage, String expires, String passphrase, Instant made)
            throws IOException, InterruptedException {
        run(passphrase, made, "--quick-generate-key", userId, algorithm, usage, expires);
        return fingerprints("=" + userId).get(0);
    }

    /** Adds a subkey. */
    public String addSubkey(String fingerprint, String algorithm, String usage, String expires, Instant made)
            throws IOException, InterruptedException {
        run("", made, "--quick-add-key", fingerprint, algorithm, usage, expires);
        List<String> all = fingerprints(fingerprint);
        return all.get(all.size() - 1);
    }

    /** Revokes a key with the certificate that GnuPG has stored. */
    public void revoke(String fingerprint) throws IOException, InterruptedException {
        Path stored = home.resolve("openpgp-revocs.d").resolve(fingerprint + ".rev");
        Path certificate = home.resolve("revoke.asc");
        Files.writeString(certificate, Files.readString(stored).replace(":-----BEGIN", "-----BEGIN"));
        run("--import", certificate.toString());
    }

    /** The fingerprints of a key and its subkeys. */
    public List<String> fingerprints(String key) throws IOException, InterruptedException {
        return run("--with-colons", "--with-subkey-fingerprint", "--list-keys", key)
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .map(line -> line.split(":")[9])
                .toList();
    }

    /** The public keys, binary, or armored with {@code --armor}. */
    public byte[] export(String... options) throws IOException, InterruptedException {
        return bytes(null, null, join(options, "--export"));
    }

    /** The secret keys in the same way. */
    public byte[] exportSecret(String passphrase, String... options) throws IOException, InterruptedException {
        return bytes(passphrase, null, join(options, "--export-secret-keys"));
    }

    /** The secret subkeys, without the secret parts of the primary keys. */
    public byte[] exportSecretSubkeys(String passphrase) throws IOException, InterruptedException {
        return bytes(passphrase, null, "--export-secret-subkeys");
    }

    private static String[] join(String[] options, String command) {
        List<String> all = new ArrayList<>();
        Stream.of(options).filter(option -> option.startsWith("-")).forEach(all::add);
        all.add(command);
        Stream.of(options).filter(option -> !option.startsWith("-")).forEach(all::add);
        return all.toArray(String[]::new);
    }

    /** Signs a text in clear. */
    public byte[] clearSign(String text, String key, String hash, Instant made)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("text", ".txt");
        Files.writeString(file, text);
        return bytes("", made, "--digest-algo", hash, "-u", key + "!", "--output", "-", "--clearsign", file.toString());
    }

    /** What GnuPG says of a signed text: {@code GOODSIG}, {@code BADSIG}, {@code EXPKEYSIG} and so on. */
    public String status(Path signed) throws IOException, InterruptedException {
        Process process = process(null, null, "--status-fd", "1", "--verify", signed.toString());
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** Runs a command and returns what it prints. */
    public String run(String... arguments) throws IOException, InterruptedException {
        return run(null, null, arguments);
    }

    private String run(String passphrase, Instant time, String... arguments) throws IOException, InterruptedException {
        return new String(bytes(passphrase, time, arguments), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String passphrase, Instant time, String... arguments)
            throws IOException, InterruptedException {
        Process process = process(passphrase, time, arguments);
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    String.join(" ", arguments) + ": " + Files.readString(home.resolve("errors")));
        }
        return output;
    }

    private Process process(String passphrase, Instant time, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), "--homedir", home.toString(), "--batch", "--yes", "--no-tty"));
        if (passphrase != null) {
            command.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", passphrase));
        }
        if (time != null) {
            command.addAll(List.of("--faked-system-time", String.valueOf(time.getEpochSecond())));
        }
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(home.resolve("errors").toFile())
                .start();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        List<Path> files;
        try (Stream<Path> tree = Files.walk(home)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
