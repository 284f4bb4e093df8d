package io.jenkins.plugins.ocichart.operation.push;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;

/** The manifest that a push writes, for tests that serve it by hand. */
public final class ManifestBytes {
    private ManifestBytes() {}

    /** The manifest of an archive without provenance. */
    public static byte[] of(Path archive) throws IOException {
        LocalChart chart =
                LocalChart.read(archive, archive.getFileName().toString(), PushRemote.parse("oci://h/charts"), false);
        return ChartManifest.of(chart, ZoneOffset.UTC).bytes();
    }
}
