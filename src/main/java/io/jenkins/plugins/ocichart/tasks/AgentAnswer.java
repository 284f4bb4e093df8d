package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.config.RegistryPath;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.copy.CopiedChart;
import io.jenkins.plugins.ocichart.operation.packaging.PackagedChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.operation.sign.SignableChart;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.util.List;
import java.util.Objects;

/**
 * Compares what an agent returns with what it was asked for, before anything is recorded: an agent must not be able to link
 * a build to another team's chart.
 */
public final class AgentAnswer {
    private AgentAnswer() {}

    /**
     * Checks charts that were pushed.
     *
     * @param remote the address that they were pushed to
     * @throws AbortException if one is elsewhere, or its digests or its reference can't be right
     */
    static void checkPushed(String remote, List<PushedChart> charts) throws AbortException {
        RegistryPath place = RegistryPath.of(remote);
        for (PushedChart pushed : charts) {
            String name = pushed.chart().name();
            check(place, place.path().isEmpty() ? name : place.path() + "/" + name, pushed.chart());
            if (pushed.file() != null || pushed.md5() != null || pushed.pushed()) {
                checkFingerprint(place, pushed.md5());
            }
        }
    }

    /**
     * Checks a chart that was pulled.
     *
     * @param address the chart that was asked for
     */
    public static void checkPulled(String address, PulledChart pulled) throws AbortException {
        checkChart(address, pulled.chart());
        checkFingerprint(RegistryPath.of(address), pulled.md5());
    }

    /** Checks a chart in a registry, asked for by its address, as above. */
    static void checkChart(String address, RegistryChart chart) throws AbortException {
        RegistryPath place = RegistryPath.of(address);
        check(place, place.path(), chart);
        if (namesOther(address, chart.digest())) {
            throw refusal(place);
        }
    }

    /** Checks an archive on disk that was asked for by its path: it is in no registry. */
    static void checkArchive(String path, RegistryChart chart) throws AbortException {
        boolean isDigest = String.valueOf(chart.digest()).matches("sha256:[0-9a-f]{64}");
        if (!isDigest
                || !chart.digest().equals(chart.chartDigest())
                || !path.equals(chart.ref())
                || !String.valueOf(chart.registry()).isEmpty()
                || !String.valueOf(chart.repository()).isEmpty()) {
            throw new AbortException(Messages.AgentAnswer_other(path));
        }
    }

    /**
     * Checks who is said to have signed a chart: of provenance, that was decided here.
     *
     * @param address the chart that was asked for
     * @param archive the digest of its archive
     * @throws AbortException if it isn't who was to sign
     */
    public static void checkVerified(String address, Trust trust, String archive, Verification verification)
            throws AbortException {
        List<ChartSignature> provenance = verification.signatures().stream()
                .filter(signature -> signature.form().equals(ChartSignature.PROVENANCE))
                .toList();
        boolean isRight = trust.judge() instanceof ProvenanceCheck check
                ? check.accepted(archive) != null
                        && provenance.equals(List.of(check.accepted(archive).signature()))
                : provenance.isEmpty();
        boolean hasOther = verification.signatures().size() > provenance.size();
        if (!isRight || trust.needsSignature() != hasOther) {
            throw new AbortException(Messages.AgentAnswer_other(address));
        }
    }

    /**
     * Checks a chart that was copied.
     *
     * @param from the address of the chart that was asked for
     * @param to the address of the namespace that it was copied to
     */
    static void checkCopied(String from, String to, CopiedChart copied) throws AbortException {
        RegistryPath source = RegistryPath.of(from);
        RegistryPath target = RegistryPath.of(to);
        String name = source.path().substring(source.path().lastIndexOf('/') + 1);
        check(target, target.path().isEmpty() ? name : target.path() + "/" + name, copied.chart());
        if (!isAt(source, copied.from())
                || copied.pushed() && namesOther(from, copied.chart().digest())) {
            throw refusal(source);
        }
        if (copied.md5() != null) {
            checkFingerprint(target, copied.md5());
        }
    }

    /**
     * Checks a chart that is to be signed.
     *
     * @param address the chart that was asked for
     */
    static void checkSignable(String address, SignableChart chart) throws AbortException {
        RegistryPath place = RegistryPath.of(address);
        if (!isAt(place, chart.ref())
                || !place.host().value().equals(chart.registry())
                || !place.path().equals(chart.repository())
                || namesOther(address, chart.manifest().digest().toString())) {
            throw refusal(place);
        }
    }

    /**
     * Checks charts that were packaged.
     *
     * @param folders what was to be packaged
     * @param signing what has signed them; null if nothing has
     * @throws AbortException if a digest, a name or a path can't be right
     */
    static void checkPackaged(String folders, List<PackagedChart> charts, ChartSigning signing) throws AbortException {
        for (PackagedChart chart : charts) {
            String provenance = signing == null ? null : signing.provenanceOf(String.valueOf(chart.digest()));
            boolean right = String.valueOf(chart.md5()).matches("[0-9a-f]{32}")
                    && String.valueOf(chart.digest()).matches("sha256:[0-9a-f]{64}")
                    && chart.size() >= 0
                    && chart.name() != null
                    && chart.version() != null
                    && chart.appVersion() != null
                    && (provenance != null) == (signing != null)
                    && Objects.equals(chart.provenanceDigest(), provenance)
                    && String.valueOf(chart.path()).endsWith(chart.name() + "-" + chart.version() + ".tgz");
            if (!right) {
                throw new AbortException(Messages.AgentAnswer_other(folders));
            }
        }
    }

    /** Whether a reference is a tag or digest of a repository. */
    private static boolean isAt(RegistryPath place, String ref) {
        String repository = place.host().value() + "/" + place.path();
        return String.valueOf(ref).matches("\\Q" + repository + "\\E[:@][\\w.:-]+");
    }

    /** Whether an address has a digest, and another one. */
    private static boolean namesOther(String address, String digest) {
        return address.contains("@sha") && !address.strip().endsWith("@" + digest);
    }

    private static void checkFingerprint(RegistryPath place, String md5) throws AbortException {
        if (!String.valueOf(md5).matches("[0-9a-f]{32}")) {
            throw refusal(place);
        }
    }

    private static void check(RegistryPath place, String repository, RegistryChart chart) throws AbortException {
        try {
            Digest digest = Digest.parse(String.valueOf(chart.digest()));
            Digest.parse(String.valueOf(chart.chartDigest()));
            if (chart.provenanceDigest() != null) {
                Digest.parse(chart.provenanceDigest());
            }
            String registry = place.host().value();
            Reference reference = new Reference(registry, repository, chart.tag(), chart.tag() == null ? digest : null);
            if (registry.equals(chart.registry())
                    && repository.equals(chart.repository())
                    && reference.toString().equals(chart.ref())
                    && chart.chartSize() >= 0) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw refusal(place);
        }
        throw refusal(place);
    }

    private static AbortException refusal(RegistryPath place) {
        return new AbortException(Messages.AgentAnswer_other(place));
    }
}
