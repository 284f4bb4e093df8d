package io.jenkins.plugins.ocichart.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were made by OpenSSL 3, for nothing but these tests; the numbers are what {@code openssl asn1parse} shows. */
class PemFileTest {
    static final String P256 = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIG6SUwWHF1kgb9Mmi7PdnMI0fLgMyw/fxzJdIpziusL8oAoGCCqGSM49
            AwEHoUQDQgAEGvxiyG/3mGCB4u1eKT4GGy0Sdjax7MWUkUnQe1D8Us+Yd0MLONf8
            rOV1aO+G0Kd+dz68STmNKEpMK/onxbl/+w==
            -----END EC PRIVATE KEY-----
            """;
    private static final BigInteger P256_NUMBER =
            new BigInteger("6E925305871759206FD3268BB3DD9CC2347CB80CCB0FDFC7325D229CE2BAC2FC", 16);
    private static final String P256_IN_PKCS8 = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbpJTBYcXWSBv0yaL
            s92cwjR8uAzLD9/HMl0inOK6wvyhRANCAAQa/GLIb/eYYIHi7V4pPgYbLRJ2NrHs
            xZSRSdB7UPxSz5h3Qws41/ys5XVo74bQp353PrxJOY0oSkwr+ifFuX/7
            -----END PRIVATE KEY-----
            """;
    private static final String P521_PARAMETERS = """
            -----BEGIN EC PARAMETERS-----
            BgUrgQQAIw==
            -----END EC PARAMETERS-----
            """;
    private static final String P521 = """
            -----BEGIN EC PRIVATE KEY-----
            MIHcAgEBBEIA2W0iXRKdkwipXYDs61xebZsc6xjU1VDU4/2RsWFPiOOWl56/R9Dt
            vqCwuEIBRj1VX2BnL/RtwSgSupwPHVgqOgOgBwYFK4EEACOhgYkDgYYABACdnLTS
            7BBoG+KbLvM5Ksfk6hj5INfuST7eN1BZ1hK5XS//QAhK3MmFbR0KPLwT4A++1yXQ
            2N3RtVOm2rEsOF8mGgC9mdyZKWvqPoGMgfY4OSRK0ZNgG4zTxQjmOU8sQNugA+6u
            iut7yMQ2KsbzXlO+4Me/XGTVPx/YcfGcHyQluddCMA==
            -----END EC PRIVATE KEY-----
            """;
    private static final BigInteger P521_NUMBER = new BigInteger(
            "00D96D225D129D9308A95D80ECEB5C5E6D9B1CEB18D4D550D4E3FD91B1614F88E39697"
                    + "9EBF47D0EDBEA0B0B84201463D555F60672FF46DC12812BA9C0F1D582A3A03",
            16);
    private static final String RSA = """
            -----BEGIN RSA PRIVATE KEY-----
            MIICXAIBAAKBgQCcIczR7gbWk5LMX7OVdKEBd+K+5syqsoIvw/wDKUpwPfvssjvp
            3KtHxS41U4CNqXdJIwbddhdSixnVL3egjOX5WJ/6X0+/+Cqti9jawG3ZVg77KnQQ
            p8dZkNtL7lhcBIQPo00it8wxKy+OmQ5QmjnvuqBRzmxnQOefpF/CVaHIDQIDAQAB
            AoGBAJC9WNZolhhIGHe0ZJQx2ay1yhN1fNjlwYCsbC02Exb4r1ofZSGI+5P+PLcc
            4Pjy2G2JtiyJ9FcGMv2KEplY5TwO0C8bokBoi4OA9Zd2yVkNS8WiOmYDAeD2Bszz
            Arfyu7nFMSFl0CWaX4wTWXGniKbz+g0nqd0wtBYcIuySYNzVAkEAzfGXFOi+LhF8
            h+pspDZ5Bup2SZh1XNx/lMc1zOeSOS1Vvwx+3eXdGYx3s1PXn+dRfY0oGJSXC/Q4
            /qXEv+V/rwJBAMIUyLJtZQrvIF6VVLANhudG7HvDkRb2rv0yMn9oAMN7ULgpTWmm
            b2V6w1H2TVZSeQmxkwkp3tWPpd4ymVUkhwMCQF/P1/Q4W9Je/ErXe3fih+f5yNJw
            hZmQVCLJk3QjAFpthwj9LUDbIkQyn7XkedrA6Z65vz/AUY2UL7f5M1H72a0CQD3V
            gVvXnqmtJhL8YM72gFSPNCj6Ve+LCJWCuLP+3r9pOn5yKkfOzw713eTvJBSskgOU
            n9P7kxNXgPEaDeAikyECQF4lRFLx4rgD+CN0csNoowMqII5aoNyh4UWU4Yz2DcMH
            y1oiav0NfqkVDx0IH/y1UMWLWozFUDKjV1UtqVMveDE=
            -----END RSA PRIVATE KEY-----
            """;
    private static final String RSA_IN_PKCS8 = """
            -----BEGIN PRIVATE KEY-----
            MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAJwhzNHuBtaTksxf
            s5V0oQF34r7mzKqygi/D/AMpSnA9++yyO+ncq0fFLjVTgI2pd0kjBt12F1KLGdUv
            d6CM5flYn/pfT7/4Kq2L2NrAbdlWDvsqdBCnx1mQ20vuWFwEhA+jTSK3zDErL46Z
            DlCaOe+6oFHObGdA55+kX8JVocgNAgMBAAECgYEAkL1Y1miWGEgYd7RklDHZrLXK
            E3V82OXBgKxsLTYTFvivWh9lIYj7k/48txzg+PLYbYm2LIn0VwYy/YoSmVjlPA7Q
            LxuiQGiLg4D1l3bJWQ1LxaI6ZgMB4PYGzPMCt/K7ucUxIWXQJZpfjBNZcaeIpvP6
            DSep3TC0Fhwi7JJg3NUCQQDN8ZcU6L4uEXyH6mykNnkG6nZJmHVc3H+UxzXM55I5
            LVW/DH7d5d0ZjHezU9ef51F9jSgYlJcL9Dj+pcS/5X+vAkEAwhTIsm1lCu8gXpVU
            sA2G50bse8ORFvau/TIyf2gAw3tQuClNaaZvZXrDUfZNVlJ5CbGTCSne1Y+l3jKZ
            VSSHAwJAX8/X9Dhb0l78Std7d+KH5/nI0nCFmZBUIsmTdCMAWm2HCP0tQNsiRDKf
            teR52sDpnrm/P8BRjZQvt/kzUfvZrQJAPdWBW9eeqa0mEvxgzvaAVI80KPpV74sI
            lYK4s/7ev2k6fnIqR87PDvXd5O8kFKySA5Sf0/uTE1eA8RoN4CKTIQJAXiVEUvHi
            uAP4I3Ryw2ijAyogjlqg3KHhRZThjPYNwwfLWiJq/Q1+qRUPHQgf/LVQxYtajMVQ
            MqNXVS2pUy94MQ==
            -----END PRIVATE KEY-----
            """;
    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBbTCCAROgAwIBAgIUXOlyeUKSqYEGmqmUWGGB9IkoStYwCgYIKoZIzj0EAwIw
            DDEKMAgGA1UEAwwBYTAeFw0yNjExMjgxNTE3MzRaFw0zNjExMjUxNTE3MzRaMAwx
            CjAIBgNVBAMMAWEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQa/GLIb/eYYIHi
            7V4pPgYbLRJ2NrHsxZSRSdB7UPxSz5h3Qws41/ys5XVo74bQp353PrxJOY0oSkwr
            +ifFuX/7o1MwUTAdBgNVHQ4EFgQU1aAckeHrQL2IX525SMVYhNx6yRMwHwYDVR0j
            BBgwFoAU1aAckeHrQL2IX525SMVYhNx6yRMwDwYDVR0TAQH/BAUwAwEB/zAKBggq
            hkjOPQQDAgNIADBFAiAt5Z6k/WALb0ts0yNricjlkgIrdJpIWcF9OjMSGDWspAIh
            AI2npNr4imE/nwt5+zBV67qS7wkHYgG99Jda4H6LxBkk
            -----END CERTIFICATE-----
            """;

    @TempDir
    Path directory;

    private PemFile file(String text) throws IOException {
        return PemFile.read(Files.writeString(directory.resolve("key.pem"), text), "client key");
    }

    private static byte[] content(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]*-----", ""));
    }

    private static void assertEc(PrivateKey key, BigInteger number, int bits) {
        assertThat(key).isInstanceOfSatisfying(ECPrivateKey.class, ec -> {
            assertThat(ec.getS()).isEqualTo(number);
            assertThat(ec.getParams().getOrder().bitLength()).isEqualTo(bits);
        });
    }

    @Test
    void ellipticCurvesInTheFormOfSec1() throws Exception {
        assertEc(file(P256).privateKey(), P256_NUMBER, 256);
        assertEc(file(P521_PARAMETERS + P521).privateKey(), P521_NUMBER, 521);
        assertEc(file(P521).privateKey(), P521_NUMBER, 521);
    }

    @Test
    void ellipticCurvesInPkcs8() throws Exception {
        assertEc(file(P256_IN_PKCS8).privateKey(), P256_NUMBER, 256);
    }

    /** PKCS#8 is PKCS#1 in a frame. */
    @Test
    void rsaInBothForms() throws Exception {
        assertThat(file(RSA).privateKey().getEncoded()).isEqualTo(content(RSA_IN_PKCS8));
        assertThat(file(RSA_IN_PKCS8).privateKey().getEncoded()).isEqualTo(content(RSA_IN_PKCS8));
        assertThat(Pkcs8.fromPkcs1(content(RSA))).isEqualTo(content(RSA_IN_PKCS8));
    }

    /** 127 bytes are the most that one byte can say. */
    @Test
    void aLengthHasAsManyBytesAsItNeeds() {
        assertThat(HexFormat.of().formatHex(Pkcs8.fromPkcs1(new byte[107]))).startsWith("307f020100");
        assertThat(HexFormat.of().formatHex(Pkcs8.fromPkcs1(new byte[108]))).startsWith("308180020100");
        assertThat(HexFormat.of().formatHex(Pkcs8.fromPkcs1(new byte[0x1234])))
                .startsWith("3082124a020100")
                .contains("04821234");
    }

    @Test
    void aKeyMayStandAfterItsCertificate() throws Exception {
        PemFile file = file(CERTIFICATE + P256 + RSA);

        assertEc(file.privateKey(), P256_NUMBER, 256);
        assertThat(file.certificates())
                .singleElement()
                .satisfies(certificate -> assertThat(
                                certificate.getSubjectX500Principal().getName())
                        .isEqualTo("CN=a"));
        assertThat(file.text()).isEqualTo(CERTIFICATE + P256 + RSA);
        assertThat(file(CERTIFICATE + CERTIFICATE.replace("CERTIFICATE", "TRUSTED CERTIFICATE"))
                        .certificates())
                .hasSize(2);
    }

    @Test
    void aKeyThatIsCutOffDoesNotNameItsCurve() {
        byte[] key = content(P256);
        for (int length = 0; length < 40; length++) {
            assertThat(Pkcs8.fromSec1(Arrays.copyOf(key, length), null)).isEmpty();
        }
        byte[] withoutCurve = key.clone();
        withoutCurve[39] = (byte) 0xa1;
        assertThat(Pkcs8.fromSec1(withoutCurve, null)).isEmpty();
        byte[] describedCurve = Arrays.copyOf(key, 39 + 3 + 130);
        describedCurve[40] = (byte) 0x81;
        describedCurve[41] = (byte) 130;
        assertThat(Pkcs8.fromSec1(describedCurve, null)).isEmpty();
        assertThatThrownBy(() -> file("-----BEGIN EC PRIVATE KEY-----\nMDECAQE=\n-----END EC PRIVATE KEY-----")
                        .privateKey())
                .hasMessage("cannot use the client key " + directory.resolve("key.pem")
                        + ": its EC private key is broken, or does not name its curve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----"
            })
    void anEncryptedKeyHasToBeDecrypted(String text) {
        assertThatThrownBy(() -> file(text).privateKey())
                .hasMessage("cannot use the client key " + directory.resolve("key.pem")
                        + ": the private key is encrypted; decrypt it first (openssl pkey -in KEY -out PLAIN_KEY)");
    }

    @Test
    void whatCannotBeUsedIsSaid() {
        String name = "cannot use the client key " + directory.resolve("key.pem") + ": ";
        assertThatThrownBy(() -> file(CERTIFICATE).privateKey()).hasMessage(name + "it holds no PEM private key");
        assertThatThrownBy(() -> file(P256).certificates()).hasMessage(name + "it holds no PEM certificate");
        assertThatThrownBy(() -> file("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
                        .certificates())
                .hasMessage(name + "it holds a broken certificate");
        assertThatThrownBy(() -> file("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")
                        .privateKey())
                .hasMessage(name + "it holds a broken or unsupported private key");
        assertThatThrownBy(() -> file("-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----")
                        .privateKey())
                .hasMessage(name + "it is not PEM");
        assertThatThrownBy(() -> PemFile.read(directory.resolve("none"), "CA file"))
                .hasMessageStartingWith("cannot read the CA file " + directory.resolve("none") + ": ");
    }

    @Test
    void aFileHasAtMostFourMebibytes() throws Exception {
        String most = RSA_IN_PKCS8 + " ".repeat((4 << 20) - RSA_IN_PKCS8.length());

        assertThat(file(most).privateKey().getAlgorithm()).isEqualTo("RSA");
        assertThatThrownBy(() -> file(most + " "))
                .hasMessage("cannot use the client key " + directory.resolve("key.pem") + ": it is larger than 4 MiB");
    }
}
