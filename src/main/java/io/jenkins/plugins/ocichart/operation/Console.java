package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.chart.version.ChartVersion;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.signature.ChartSignature;
import io.jenkins.plugins.ocichart.signature.Verification;
import java.util.ArrayList;
import java.util.List;

/** Keeps the lines of charts that are in flight at the same time apart. */
public final class Console {
    private final Progress progress;

    public Console(Progress progress) {
        this.progress = progress;
    }

    /** Shows these lines without another one between them. */
    public synchronized void lines(String... lines) {
        for (String line : lines) {
            progress.line(line);
        }
    }

    /** Shows what the registry wants its users to read, each text once. */
    public void warnings(String host, RegistryClient client) {
        client.warnings().forEach(text -> lines("WARNING: " + host + " says: " + text));
    }

    /** Shows what Helm prints of a chart, with a remark or null, and explains a tag with an underscore. */
    public void chart(String verb, String ref, String tag, Digest digest, String remark) {
        List<String> lines = new ArrayList<>(List.of(verb + ": " + ref, "Digest: " + digest));
        if (remark != null) {
            lines.add(remark);
        }
        if (tag != null && tag.contains("_") && ChartVersion.ofTag(tag).isPresent()) {
            lines.add("NOTE: tags cannot hold '+', so the tag " + tag
                    + " has '_' where the chart's version has '+'; Helm reads it back as '+'.");
        }
        lines(lines.toArray(String[]::new));
    }

    /** Shows who has signed a chart, as Helm does for provenance. */
    public void signatures(Verification verification, Digest archive, Digest manifest) {
        List<String> lines = new ArrayList<>();
        for (ChartSignature signature : verification.signatures()) {
            if (signature.form().equals(ChartSignature.PROVENANCE)) {
                signature.names().forEach(name -> lines.add("Signed by: " + name));
                lines.add("Using Key With Fingerprint: " + signature.key());
                lines.add("Chart Hash Verified: " + archive);
            } else {
                String signer = signature.key() == null ? signature.identity() : "key " + signature.key();
                lines.add("Signed with cosign (" + signature.form() + ") by " + signer + ": " + manifest);
            }
        }
        lines(lines.toArray(String[]::new));
    }
}
