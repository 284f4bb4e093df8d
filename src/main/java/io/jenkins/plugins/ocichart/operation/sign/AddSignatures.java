package io.jenkins.plugins.ocichart.operation.sign;

import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Stores signatures beside their manifest, each in its form, as far as the registry lets it.
 *
 * @param chart what they sign, with the signatures that were found there
 * @param signatures at most one in each form
 * @param access how to reach the registry
 */
public record AddSignatures(SignableChart chart, List<NewSignature> signatures, RegistryAccess access)
        implements Operation<List<String>> {
    public AddSignatures {
        signatures = List.copyOf(signatures);
    }

    /** Returns a line for each form that the registry refused. */
    @Override
    public List<String> run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        String repository = chart.repository();
        try (RegistryClient client = access.open(base, chart.registry(), repository)) {
            CosignSignatures target = new CosignSignatures(
                    client.repository(repository).forPush(), chart.manifest().digest());
            List<Callable<String>> additions = new ArrayList<>();
            signatures.forEach(signature -> additions.add(() -> add(target, signature)));
            List<String> problems = Workers.run("Signatures of " + repository, additions.size(), additions);
            new Console(progress).warnings(chart.registry(), client);
            return new ArrayList<>(problems.stream().filter(Objects::nonNull).toList());
        }
    }

    /** A tag that may not be moved is the one refusal that the other form may not share. */
    private String add(CosignSignatures target, NewSignature signature) throws IOException, InterruptedException {
        try {
            boolean others =
                    chart.signatures().stream().anyMatch(found -> found.form().equals(signature.form()));
            target.add(chart.manifest(), signature, others);
            return null;
        } catch (DeniedException e) {
            return (signature.form().equals(FoundSignature.TAG) ? "as a tag: " : "as a bundle: ")
                    + e.getMessage().replace(" Bump the chart version.", "");
        }
    }
}
