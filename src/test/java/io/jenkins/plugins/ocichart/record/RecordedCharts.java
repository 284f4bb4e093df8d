package io.jenkins.plugins.ocichart.record;

import io.jenkins.plugins.ocichart.operation.RegistryChart;
import io.jenkins.plugins.ocichart.operation.pull.PulledChart;
import io.jenkins.plugins.ocichart.operation.push.PushedChart;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.time.Instant;

/** Charts as an agent reports them. */
final class RecordedCharts {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.987Z");

    private RecordedCharts() {}

    /** A chart that was pushed at noon; its digest repeats four digits. */
    static RecordedPush pushed(String name, String version, String digest) {
        return pushed(name, version, digest, NOON);
    }

    /** A chart that was pushed at some time. */
    static RecordedPush pushed(String name, String version, String digest, Instant time) {
        return new RecordedPush(
                new PushedChart(
                        chart(name, version, digest), true, "dist/" + name + "-" + version + ".tgz", "d".repeat(32)),
                time);
    }

    /** A pushed chart as the agent reports it, with this fingerprint. */
    static PushedChart withMd5(String md5) {
        return new PushedChart(chart("web", "1.0.0", "aaaa"), true, "dist/web-1.0.0.tgz", md5);
    }

    /** A pushed chart with this name as the agent reports it. */
    static PushedChart named(String name) {
        return new PushedChart(chart(name, "1.0.0", "aaaa"), true, "dist/" + name + "-1.0.0.tgz", "d".repeat(32));
    }

    /** A pushed chart as the agent reports it, in a place of its own. */
    static PushedChart in(String registry, String repository, String digest) {
        RegistryChart chart = new RegistryChart(
                registry + "/" + repository + ":1.0.0",
                registry,
                repository,
                "1.0.0",
                digest,
                "web",
                "1.0.0",
                "",
                "sha256:" + "c".repeat(64),
                1234,
                null);
        return new PushedChart(chart, true, "dist/web-1.0.0.tgz", "d".repeat(32));
    }

    /** A chart that says the same of everything about itself, as one that an agent invents. */
    static RecordedPush hostile(String text) {
        RegistryChart chart = new RegistryChart(text, text, text, text, text, text, text, text, text, 1234, text);
        return new RecordedPush(new PushedChart(chart, true, text, "d".repeat(32)), NOON);
    }

    /** A chart that was pulled. */
    static PulledChart pulled(String name, String version, String digest, String path) {
        return new PulledChart(
                chart(name, version, digest), path, name + "-" + version + ".tgz", "d".repeat(32), Verification.NONE);
    }

    private static RegistryChart chart(String name, String version, String digest) {
        String tag = version.replace('+', '_');
        return new RegistryChart(
                "registry.example.com/charts/" + name + ":" + tag,
                "registry.example.com",
                "charts/" + name,
                tag,
                "sha256:" + digest.repeat(16),
                name,
                version,
                "",
                "sha256:" + "c".repeat(64),
                1234,
                null);
    }
}
