package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code cosign} on the path, without any public service; tests are skipped where there is none. */
public enum CosignProgram {
    /** Signs as a tag by default. */
    VERSION_2("cosign2", List.of("--tlog-upload=false")),
    /** Signs as a bundle by default. */
    VERSION_3("cosign", List.of("--use-signing-config=false", "--tlog-upload=false"));

    /** The passphrase of all keys. */
    public static final String PASSPHRASE = "the passphrase";

    /** Without one, version 2 asks the public service for it as soon as there is a bundle. */
    static final String TRUSTED_ROOT = "{\"mediaType\":\"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"}";

    private final String name;
    private final List<String> offline;

    CosignProgram(String name, List<String> offline) {
        this.name = name;
        this.offline = offline;
    }

    /** Makes the key pair {@code NAME.key} and {@code NAME.pub} in a directory. */
    public void generateKeys(Path directory, String keyName) throws IOException, InterruptedException {
        run(directory, List.of("generate-key-pair", "--output-key-prefix", keyName));
    }

    /** Wraps a private key of another kind into one of cosign's: {@code NAME.key} and {@code NAME.pub}. */
    public void importKey(Path directory, String file, String keyName) throws IOException, InterruptedException {
        run(directory, List.of("import-key-pair", "--key", file, "--output-key-prefix", keyName, "-y"));
    }

    /** Signs, in the program's own form. */
    public String sign(Path directory, String keyName, String reference, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("sign", "--allow-http-registry", "-y"));
        arguments.addAll(offline);
        arguments.addAll(List.of("--key", keyName + ".key"));
        arguments.addAll(List.of(more));
        arguments.add(reference);
        return run(directory, arguments);
    }

    /** Attaches an attestation of the type {@code custom}. */
    public String attest(Path directory, String keyName, String reference, String... more)
            throws IOException, InterruptedException {
        Files.writeString(directory.resolve("predicate.json"), "{\"a\":\"statement\"}");
        List<String> arguments =
                new ArrayList<>(List.of("attest", "--allow-http-registry", "-y", "--predicate", "predicate.json"));
        arguments.addAll(offline);
        arguments.addAll(List.of("--key", keyName + ".key"));
        arguments.addAll(List.of(more));
        arguments.add(reference);
        return run(directory, arguments);
    }

    /** Verifies; fails where the program refuses. */
    public String verify(Path directory, String keyName, String reference, String... more)
            throws IOException, InterruptedException {
        Files.writeString(directory.resolve("root.json"), TRUSTED_ROOT);
        List<String> arguments = new ArrayList<>(List.of(
                "verify",
                "--allow-http-registry",
                "--insecure-ignore-tlog",
                "--trusted-root",
                "root.json",
                "--key",
                keyName + ".pub"));
        arguments.addAll(List.of(more));
        arguments.add(reference);
        return run(directory, arguments);
    }

    /** Makes a trusted root, {@code NAME.json}, of the services that are given. */
    public void createTrustedRoot(Path directory, String rootName, String... services)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("trusted-root", "create", "--out", rootName + ".json"));
        arguments.addAll(List.of(services));
        run(directory, arguments);
    }

    private String run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Programs.onPath(name, "").toString());
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("COSIGN_PASSWORD", PASSPHRASE);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(name + " " + arguments.get(0) + ": " + output);
        }
        return output;
    }
}
