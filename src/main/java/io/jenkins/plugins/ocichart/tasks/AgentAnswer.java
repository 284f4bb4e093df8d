package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.config.RegistryPath;
import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.packaging.PackagedChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Reference;
import java.util.List;

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
     * @throws AbortException as above
     */
    public static void checkPulled(String address, PulledChart pulled) throws AbortException {
        RegistryPath place = RegistryPath.of(address);
        check(place, place.path(), pulled.chart());
        checkFingerprint(place, pulled.md5());
        if (address.contains("@sha")
                && !address.strip().endsWith("@" + pulled.chart().digest())) {
            throw refusal(place);
        }
    }

    /**
     * Checks charts that were packaged.
     *
     * @param folders what was to be packaged
     * @throws AbortException if a digest, a name or a path can't be right
     */
    static void checkPackaged(String folders, List<PackagedChart> charts) throws AbortException {
        for (PackagedChart chart : charts) {
            boolean right = String.valueOf(chart.md5()).matches("[0-9a-f]{32}")
                    && String.valueOf(chart.digest()).matches("sha256:[0-9a-f]{64}")
                    && chart.size() >= 0
                    && chart.name() != null
                    && chart.version() != null
                    && chart.appVersion() != null
                    && String.valueOf(chart.path()).endsWith(chart.name() + "-" + chart.version() + ".tgz");
            if (!right) {
                throw new AbortException(Messages.AgentAnswer_other(folders));
            }
        }
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
