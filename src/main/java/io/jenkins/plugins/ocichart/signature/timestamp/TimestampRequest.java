package io.jenkins.plugins.ocichart.signature.timestamp;

import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Collection;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** A request for a time stamp of a signature, which checks the answer to it. */
public final class TimestampRequest {
    public static final String MEDIA_TYPE = "application/timestamp-query";

    private static final int NONCE_BITS = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TimeStampRequest request;

    private TimestampRequest(TimeStampRequest request) {
        this.request = request;
    }

    /** Asks for the time of this signature's SHA-256, as cosign does, and for the certificates of the authority. */
    public static TimestampRequest of(byte[] signature) {
        return of(signature, new BigInteger(NONCE_BITS, RANDOM));
    }

    static TimestampRequest of(byte[] signature, BigInteger nonce) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(signature);
            return new TimestampRequest(generator.generate(TSPAlgorithms.SHA256, hash, nonce));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    public byte[] encoded() throws IOException {
        return request.getEncoded();
    }

    /**
     * Checks an answer (DER): granted, of this request's hash and nonce, and signed with a certificate for time stamps that it
     * has in it. Whose certificate that may be, whoever verifies the chart decides.
     *
     * @return the time that it states
     * @throws IOException what is wrong, in one line
     */
    public Instant check(byte[] answer) throws IOException {
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            boolean granted =
                    response.getStatus() == PKIStatus.GRANTED || response.getStatus() == PKIStatus.GRANTED_WITH_MODS;
            if (!granted) {
                String reason = response.getStatusString();
                throw new IOException("it was not granted (status " + response.getStatus()
                        + (reason == null ? "" : ", " + ServerText.quote(reason, 200)) + ")");
            }
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            Collection<X509CertificateHolder> signers = token.getCertificates().getMatches(token.getSID());
            if (signers.isEmpty()) {
                throw new IOException("its signer's certificate is not in it");
            }
            token.validate(new JcaSimpleSignerInfoVerifierBuilder()
                    .build(signers.iterator().next()));
            return token.getTimeStampInfo().getGenTime().toInstant();
        } catch (TSPException | OperatorCreationException | CertificateException | RuntimeException e) {
            throw new IOException(
                    "it is no time stamp for this signature: " + ServerText.quote(e.getMessage(), 200), e);
        }
    }
}
