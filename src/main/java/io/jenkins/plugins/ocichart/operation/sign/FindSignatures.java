package io.jenkins.plugins.ocichart.operation.sign;

import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.operation.OciUrl;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.pull.ChartLookup;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Finds a chart that is to be signed, and its signatures. A tag is resolved here, once.
 *
 * @param chart {@code oci://host[:port]/namespace/name} with {@code :tag}, {@code @digest} or both
 * @param access how to reach the registry
 */
public record FindSignatures(String chart, RegistryAccess access) implements Operation<SignableChart> {
    @Override
    public SignableChart run(Path directory, Progress progress) throws IOException, InterruptedException {
        OciUrl url = new OciUrl("chart", chart, OciUrl.CHART + ":TAG");
        Reference reference = url.reference();
        if (reference.tag() == null && reference.digest() == null) {
            throw url.problem("doesn't say which version to sign; write " + url.form() + " or @sha256:…");
        }
        Path base = directory.toAbsolutePath().normalize();
        try (RegistryClient client = access.open(base, reference.registry(), reference.repository())) {
            Console console = new Console(progress);
            ChartLookup.Found found = ChartLookup.find(client, reference, null, true, console);
            return new SignableChart(
                    found.ref(),
                    reference.registry(),
                    reference.repository(),
                    found.manifest().descriptor(),
                    new CosignSignatures(client.repository(reference.repository()), found.digest()).find());
        }
    }
}
