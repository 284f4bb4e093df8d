package io.jenkins.plugins.ocichart.signature.provenance;

import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPUserId;

/**
 * Whether a key may sign, by the rules of Helm 4 (ProtonMail/go-crypto, {@code checkSignatureDetails}): what counts is the
 * present, also for a signature that was made while the key was good.
 */
final class KeyRules {
    private static final String UNBOUND = "is not usable: it is too weak, or nothing valid binds it to its owner";

    private KeyRules() {}

    /** Why the key may not sign now; empty if it may. */
    static Optional<String> problem(OpenPGPComponentKey key, Date now) {
        OpenPGPCertificate certificate = key.getCertificate();
        OpenPGPComponentKey primary = certificate.getPrimaryKey();
        if (isRevoked(certificate, now) || key.getRevocation(now) != null) {
            return Optional.of("is revoked");
        }
        for (OpenPGPComponentKey one : List.of(primary, key)) {
            if (one.getLatestSelfSignature(now) == null) {
                return Optional.of(UNBOUND);
            }
            Date end = one.getKeyExpirationDateAt(now);
            if (end != null && !end.after(now)) {
                return Optional.of("expired at " + end.toInstant());
            }
        }
        if (!key.hasKeyFlags(now, KeyFlags.SIGN_DATA)) {
            return Optional.of("is not for signing: it may only certify or encrypt");
        }
        return key.isBoundAt(now) ? Optional.empty() : Optional.of(UNBOUND);
    }

    private static boolean isRevoked(OpenPGPCertificate certificate, Date now) {
        List<OpenPGPUserId> ids = certificate.getAllUserIds();
        return certificate.getPrimaryKey().getRevocation(now) != null
                || !ids.isEmpty() && ids.stream().allMatch(id -> id.getRevocation(now) != null);
    }

    /** Whose key it says it is: the user ids that it has certified itself. */
    static List<String> names(OpenPGPCertificate certificate, Date now) {
        Stream<String> names = certificate.getValidUserIds(now).stream().map(OpenPGPUserId::getUserId);
        return names.map(name -> name.replaceAll("\\p{Cntrl}", " ")).toList();
    }

    /** The fingerprint in upper-case hexadecimal digits, as Helm and GnuPG show it. */
    static String fingerprint(OpenPGPComponentKey key) {
        return HexFormat.of().formatHex(key.getPGPPublicKey().getFingerprint()).toUpperCase(Locale.ROOT);
    }
}
