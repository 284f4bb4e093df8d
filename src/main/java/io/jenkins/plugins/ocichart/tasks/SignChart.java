package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.credentials.KeyCredentials;
import io.jenkins.plugins.ocichart.operation.sign.AddSignatures;
import io.jenkins.plugins.ocichart.operation.sign.FindSignatures;
import io.jenkins.plugins.ocichart.operation.sign.SignableChart;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.cosign.CosignVerifier;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import io.jenkins.plugins.ocichart.signature.key.SigningKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.security.FIPS140;

/**
 * Signs a chart in its registry. The key is read and used here, on the controller; the agent gets finished signatures. See the
 * step's help for the parameters.
 */
public record SignChart(
        String chart,
        String keyCredentialsId,
        String passphraseCredentialsId,
        Map<String, String> annotations,
        String format,
        RegistryOptions registry)
        implements Task<Map<String, Object>> {
    /** The choice of both forms. */
    public static final String BOTH = "both";

    public SignChart {
        annotations = TrustOptions.texts(annotations);
    }

    @Override
    public Map<String, Object> run(BuildContext context) throws IOException, InterruptedException {
        Task.required(chart, Messages.PullChart_noChart());
        Task.required(keyCredentialsId, Messages.SignChart_noKey());
        TrustOptions.requirePairs(annotations);
        List<String> forms = forms();
        if (FIPS140.useCompliantAlgorithms()) {
            throw new AbortException(Messages.SignChart_fips());
        }
        SigningKey key = key(context);
        ResolvedRegistry at = registry.resolve(context, chart);
        SignableChart target = at.agent().run(new FindSignatures(chart, at.access()));
        AgentAnswer.checkSignable(chart, target);

        List<ChartSignature> signatures = new ArrayList<>();
        List<NewSignature> added = new ArrayList<>();
        for (String form : forms) {
            Optional<ChartSignature> existing = signature(target, key, form, target.signatures());
            if (existing.isEmpty()) {
                NewSignature made = sign(
                        target,
                        key,
                        form,
                        new SignatureWitnesses(at.agent(), context.listener().getLogger()));
                added.add(made);
                existing = signature(
                        target,
                        key,
                        form,
                        List.of(new FoundSignature(form, form, made.content(), made.signature(), null, null)));
            }
            signatures.add(existing.orElseThrow());
        }
        if (!added.isEmpty()) {
            List<String> problems = at.agent().run(new AddSignatures(target, added, at.access()));
            if (!problems.isEmpty()) {
                String stored = problems.size() < forms.size() ? Messages.SignChart_otherForm() : "";
                throw at.agent()
                        .failure(Messages.SignChart_refused(target.ref(), String.join("; ", problems)) + stored);
            }
        }
        return result(context, target, signatures, added.isEmpty());
    }

    private List<String> forms() throws AbortException {
        return switch (format) {
            case BOTH -> List.of(FoundSignature.BUNDLE, FoundSignature.TAG);
            case FoundSignature.BUNDLE, FoundSignature.TAG -> List.of(format);
            default -> throw new AbortException(Messages.SignChart_format(format));
        };
    }

    private SigningKey key(BuildContext context) throws AbortException {
        String pem = text(KeyCredentials.PEM_TEXTS, keyCredentialsId, context);
        String passphrase = text(KeyCredentials.PASSPHRASES, passphraseCredentialsId, context);
        try {
            return SigningKey.parse(pem, passphrase);
        } catch (IOException e) {
            throw new AbortException(Messages.SignChart_badKey(keyCredentialsId, e.getMessage()));
        }
    }

    private static String text(KeyCredentials kind, String id, BuildContext context) throws AbortException {
        String wanted = Util.fixEmptyAndTrim(id);
        return wanted == null ? null : new String(kind.find(wanted, context.run()), StandardCharsets.UTF_8);
    }

    private NewSignature sign(SignableChart target, SigningKey key, String form, SignatureWitnesses witnesses)
            throws IOException, InterruptedException {
        Digest digest = target.manifest().digest();
        return form.equals(FoundSignature.BUNDLE)
                ? NewSignature.bundle(digest, annotations, key.publicKey(), key::sign, witnesses)
                : NewSignature.tag(target.registry() + "/" + target.repository(), digest, annotations, key::sign);
    }

    /** The signature by the key in a form, with exactly these annotations. */
    private Optional<ChartSignature> signature(
            SignableChart target, SigningKey key, String form, List<FoundSignature> found) {
        return new CosignVerifier(target.manifest().digest(), key.publicKey(), annotations)
                .judge(found).valid().stream()
                        .filter(signature -> signature.form().equals(form))
                        .filter(signature -> signature.annotations().equals(annotations))
                        .findFirst();
    }

    private static Map<String, Object> result(
            BuildContext context, SignableChart target, List<ChartSignature> signatures, boolean upToDate) {
        PrintStream log = context.listener().getLogger();
        log.println("Signed: " + target.ref());
        log.println("Digest: " + target.manifest().digest());
        log.println("Key: " + signatures.get(0).key());
        if (upToDate) {
            log.println("Already signed with this key; nothing was uploaded.");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ref", target.ref());
        map.put("digest", target.manifest().digest().toString());
        map.put(
                "signatures",
                new ArrayList<>(signatures.stream().map(ChartSignature::toMap).toList()));
        return map;
    }
}
