package io.jenkins.plugins.ocichart.operation.sign;

import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.CosignSignatures;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Workers;
import io.jenkins.plugins.ocichart.registry.DeniedException;
import io.jenkins.plugins.ocichart.registry.Descriptor;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.signature.cosign.FoundSignature;
import io.jenkins.plugins.ocichart.signature.cosign.NewSignature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Stores signatures beside their manifest, each in its form, as far as the registry lets it.
 *
 * @param registry the registry's {@code host[:port]}
 * @param repository the repository
 * @param manifest the manifest that they sign
 * @param others the forms in which signatures were found there
 * @param signatures at most one in each form
 * @param access how to reach the registry
 */
public record AddSignatures(
        String registry,
        String repository,
        Descriptor manifest,
        Set<String> others,
        List<NewSignature> signatures,
        RegistryAccess access)
        implements Operation<List<String>> {
    public AddSignatures {
        others = Set.copyOf(others);
        signatures = List.copyOf(signatures);
    }

    /** Adds to what was found, of which the signatures themselves stay where they are. */
    public AddSignatures(SignableChart chart, List<NewSignature> signatures, RegistryAccess access) {
        this(
                chart.registry(),
                chart.repository(),
                chart.manifest(),
                chart.signatures().stream().map(FoundSignature::form).collect(Collectors.toSet()),
                signatures,
                access);
    }

    /** Returns a line for each form that the registry refused. */
    @Override
    public List<String> run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        try (RegistryClient client = access.open(base, registry, repository)) {
            CosignSignatures target =
                    new CosignSignatures(client.repository(repository).forPush(), manifest.digest());
            List<Callable<String>> additions = new ArrayList<>();
            signatures.forEach(signature -> additions.add(() -> add(target, signature)));
            List<String> problems = Workers.run("Signatures of " + repository, additions.size(), additions);
            new Console(progress).warnings(registry, client);
            return new ArrayList<>(problems.stream().filter(Objects::nonNull).toList());
        }
    }

    /** A tag that may not be moved is the one refusal that the other form may not share. */
    private String add(CosignSignatures target, NewSignature signature) throws IOException, InterruptedException {
        try {
            target.add(manifest, signature, others.contains(signature.form()));
            return null;
        } catch (DeniedException e) {
            return (signature.form().equals(FoundSignature.TAG) ? "as a tag: " : "as a bundle: ")
                    + e.getMessage().replace(" Bump the chart version.", "");
        }
    }
}
