package io.jenkins.plugins.ocichart.signature.key;

import io.jenkins.plugins.ocichart.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** Cosign's private key file: scrypt makes a key of the passphrase, NaCl's secretbox encrypts PKCS#8 with it. */
final class EncryptedKeyFile {
    private static final int KEY = 32;
    private static final int TAG = 16;
    private static final int NONCE = 24;

    /** Cosign writes N = 65,536 and r = 8, which takes 64 MiB; twice as much is room for the next version. */
    private static final long MOST_MEMORY = 128L << 20;

    private static final long MOST_PASSES = 4;

    private EncryptedKeyFile() {}

    /** The PKCS#8 document (DER) in a file. */
    static byte[] decrypt(byte[] file, String passphrase) throws IOException {
        JsonValue json;
        try {
            json = JsonValue.parse(file);
        } catch (IOException e) {
            throw new IOException("the private key is broken: it is no JSON document in PEM");
        }
        JsonValue derivation = json.member("kdf");
        JsonValue cipher = json.member("cipher");
        if (!derivation.member("name").asString("").equals("scrypt")
                || !cipher.member("name").asString("").equals("nacl/secretbox")) {
            throw new IOException("the private key is not encrypted as cosign does it (scrypt and nacl/secretbox)");
        }
        if (passphrase == null) {
            throw new IOException("the private key is encrypted; name its passphrase (passphraseCredentialsId)");
        }
        JsonValue parameters = derivation.member("params");
        long n = parameters.member("N").asLong(0);
        long r = parameters.member("r").asLong(0);
        long p = parameters.member("p").asLong(0);
        if (n < 2 || Long.bitCount(n) != 1 || r < 1 || p < 1 || p > MOST_PASSES || n > MOST_MEMORY / 128 / r) {
            throw new IOException("the private key wants scrypt with N=" + n + ", r=" + r + ", p=" + p
                    + ", which would take more memory or time than a key file may; cosign writes N=65536, r=8, p=1");
        }
        byte[] key = SCrypt.generate(
                passphrase.getBytes(StandardCharsets.UTF_8),
                bytes(derivation.member("salt")),
                (int) n,
                (int) r,
                (int) p,
                KEY);
        return open(key, bytes(cipher.member("nonce")), bytes(json.member("ciphertext")));
    }

    /** NaCl's {@code crypto_secretbox_open}: the first 32 bytes of the key stream are the key of the authenticator. */
    private static byte[] open(byte[] key, byte[] nonce, byte[] box) throws IOException {
        if (nonce.length != NONCE || box.length < TAG) {
            throw new IOException("the private key is broken: its nonce or its text is too short");
        }
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
        byte[] authenticator = new byte[KEY];
        stream.processBytes(authenticator, 0, KEY, authenticator, 0);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(authenticator));
        mac.update(box, TAG, box.length - TAG);
        byte[] actual = new byte[TAG];
        mac.doFinal(actual, 0);
        if (!MessageDigest.isEqual(actual, Arrays.copyOf(box, TAG))) {
            throw new IOException("the private key's passphrase is wrong");
        }
        byte[] plain = new byte[box.length - TAG];
        stream.processBytes(box, TAG, plain.length, plain, 0);
        return plain;
    }

    private static byte[] bytes(JsonValue base64) throws IOException {
        try {
            return Base64.getDecoder().decode(base64.asString(""));
        } catch (IllegalArgumentException e) {
            throw new IOException("the private key is broken: its values are not base64");
        }
    }
}
