package io.jenkins.plugins.ocichart.registry.http;

import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and private keys in a PEM file (RFC 7468).
 *
 * @param name what messages call it
 * @param text all that is in the file
 */
record PemFile(String name, String text, List<Block> blocks) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final int MAX_SIZE = 4 * 1024 * 1024;

    record Block(String type, String content) {}

    /** Reads a file; {@code what} it is for begins the message of a failure. */
    static PemFile read(Path file, String what) throws IOException {
        String name = what + " " + file;
        String text;
        try {
            text = Files.size(file) > MAX_SIZE ? null : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException("cannot read the " + name + ": " + ErrorLine.reason(e), e);
        }
        if (text == null) {
            throw new IOException("cannot use the " + name + ": it is larger than 4 MiB");
        }
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return new PemFile(name, text, blocks);
    }

    /** All certificates of the file, at least one. */
    List<X509Certificate> certificates() throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks) {
            if (block.type().endsWith("CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(decode(block))));
                } catch (CertificateException e) {
                    throw new IOException("cannot use the " + name + ": it holds a broken certificate", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("cannot use the " + name + ": it holds no PEM certificate");
        }
        return certificates;
    }

    /** The first private key of the file: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC). */
    PrivateKey privateKey() throws IOException {
        byte[] curve = null;
        for (Block block : blocks) {
            if (block.type().equals("ENCRYPTED PRIVATE KEY") || block.content().contains("ENCRYPTED")) {
                throw new IOException("cannot use the " + name
                        + ": the private key is encrypted; decrypt it first (openssl pkey -in KEY -out PLAIN_KEY)");
            }
            switch (block.type()) {
                case "EC PARAMETERS" -> curve = decode(block);
                case "PRIVATE KEY" -> {
                    return key(decode(block));
                }
                case "RSA PRIVATE KEY" -> {
                    return key(Pkcs8.fromPkcs1(decode(block)));
                }
                case "EC PRIVATE KEY" -> {
                    return key(Pkcs8.fromSec1(decode(block), curve)
                            .orElseThrow(() -> new IOException("cannot use the " + name
                                    + ": its EC private key is broken, or does not name its curve")));
                }
                default -> {
                    // certificates often stand in the same file
                }
            }
        }
        throw new IOException("cannot use the " + name + ": it holds no PEM private key");
    }

    private PrivateKey key(byte[] pkcs8) throws IOException {
        GeneralSecurityException failure = null;
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                failure = e;
            }
        }
        throw new IOException("cannot use the " + name + ": it holds a broken or unsupported private key", failure);
    }

    private byte[] decode(Block block) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.content().strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot use the " + name + ": it is not PEM", e);
        }
    }

    /** Without its content, which may be a private key. */
    @Override
    public String toString() {
        return name;
    }
}
