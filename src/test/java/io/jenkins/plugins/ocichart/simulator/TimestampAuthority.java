package io.jenkins.plugins.ocichart.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * A time-stamp authority (RFC 3161) made of Bouncy Castle's server side, since a nonce makes a recorded answer useless; it can be
 * told to answer wrongly.
 */
public final class TimestampAuthority implements Closeable {
    /** How it answers. */
    public enum Answer {
        GRANTED,
        REFUSED,
        /** To a request with another nonce. */
        OTHER_NONCE,
        /** Of something else. */
        OTHER_HASH,
        WITHOUT_CERTIFICATE,
        /** With a bit of its signature changed. */
        CHANGED,
        HTML,
        NOT_FOUND,
        REDIRECT
    }

    private final WireServer server = WireServer.start(this::answer);
    private final List<TimeStampRequest> asked = new ArrayList<>();
    private final Instant time = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    private Answer kind = Answer.GRANTED;

    private TimestampAuthority() {}

    /** An authority that grants all requests. */
    public static TimestampAuthority start() {
        return new TimestampAuthority();
    }

    /** Has it answer in this way. */
    public synchronized void answering(Answer newKind) {
        kind = newKind;
    }

    /** The address that takes requests. */
    public String url() {
        return server.url() + "/tsr";
    }

    /** The time that it states. */
    public Instant time() {
        return time;
    }

    /** The requests so far. */
    public synchronized List<TimeStampRequest> asked() {
        return List.copyOf(asked);
    }

    private synchronized void answer(WireExchange exchange) throws IOException {
        byte[] body = exchange.body().readAllBytes();
        TimeStampRequest request = new TimeStampRequest(body);
        asked.add(request);
        switch (kind) {
            case HTML -> exchange.respond(200, "<html>hello</html>");
            case NOT_FOUND -> exchange.respond(404, "nobody here");
            case REDIRECT -> exchange.respond(307, Map.of("Location", "/elsewhere"), new byte[0]);
            default -> {
                try {
                    byte[] stamp = stamp(request).getEncoded();
                    stamp[stamp.length - 1] ^= (byte) (kind == Answer.CHANGED ? 1 : 0);
                    exchange.respond(200, Map.of("Content-Type", "application/timestamp-reply"), stamp);
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private TimeStampResponse stamp(TimeStampRequest request) throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        KeyPair pair = keys.generateKeyPair();
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        X500Name name = new X500Name("CN=Time");
        X509CertificateHolder certificate = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(time.minus(Duration.ofDays(1))),
                        Date.from(time.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
                .build(signer);
        DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                new JcaSignerInfoGeneratorBuilder(digests)
                        .build(signer, new JcaX509CertificateConverter().getCertificate(certificate)),
                digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new ASN1ObjectIdentifier("1.2.3.4"));
        if (kind != Answer.WITHOUT_CERTIFICATE) {
            tokens.addCertificates(new CollectionStore<>(List.of(certificate)));
        }
        TimeStampResponseGenerator answers = new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED);
        TimeStampRequestGenerator others = new TimeStampRequestGenerator();
        others.setCertReq(true);
        byte[] hash = request.getMessageImprintDigest();
        TimeStampRequest answered =
                switch (kind) {
                    case OTHER_NONCE -> others.generate(TSPAlgorithms.SHA256, hash, BigInteger.TEN);
                    case OTHER_HASH -> others.generate(TSPAlgorithms.SHA256, new byte[32], request.getNonce());
                    default -> request;
                };
        return kind == Answer.REFUSED
                ? answers.generateFailResponse(PKIStatus.REJECTION, PKIFailureInfo.badRequest, "not today")
                : answers.generate(answered, BigInteger.TWO, Date.from(time));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
