package io.jenkins.plugins.ocichart.signature.provenance;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The digests in the second part of a provenance text (pkg/provenance/sign.go, {@code parseMessageBlock}). */
final class SignedFiles implements GoJsonField.Struct {
    private static final String SEPARATOR = "\n...\n";

    private SortedMap<String, String> files = new TreeMap<>();
    private SortedMap<String, String> images = new TreeMap<>();

    private SignedFiles() {}

    /**
     * Compares an archive with what was signed.
     *
     * @param text the signed text
     * @param file the archive's base name
     * @param digest {@code sha256:…} of its bytes
     * @throws IOException if something else was signed, in Helm's words
     */
    static void check(String text, String file, String digest) throws IOException {
        String[] parts = text.split(Pattern.quote(SEPARATOR), -1);
        if (parts.length < 2) {
            throw new IOException("message block must have at least two parts: the signed text has no line \"...\"");
        }
        SignedFiles signed = new SignedFiles();
        new GoJsonField("provenance")
                .struct(signed, GoYaml.decode((parts[1] + "\n").getBytes(StandardCharsets.ISO_8859_1)));
        String sum = signed.files.get(file);
        if (sum == null) {
            throw new IOException("provenance does not contain a SHA for a file named \"" + file + "\""
                    + (signed.files.isEmpty()
                            ? ""
                            : ", but for " + ServerText.quote(String.join(", ", signed.files.keySet()), 200)));
        }
        if (!sum.equals(digest)) {
            throw new IOException("sha256 sum does not match for " + file + ": \"" + ServerText.quote(sum, 100)
                    + "\" != \"" + digest + "\"");
        }
    }

    @Override
    public boolean set(String key, Object value) throws ChartException {
        switch (key) {
            case "files" -> files = new GoJsonField(key).stringMap(files, value);
            case "images" -> images = new GoJsonField(key).stringMap(images, value);
            default -> {
                return false;
            }
        }
        return true;
    }
}
