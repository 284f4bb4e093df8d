package io.jenkins.plugins.ocichart.operation.copy;

import io.jenkins.plugins.ocichart.operation.Console;
import io.jenkins.plugins.ocichart.operation.OciUrl;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.Progress;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.PushRemote;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.client.RegistryClient;
import io.jenkins.plugins.ocichart.signature.UnverifiedException;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Copies a chart to another namespace or registry; its digest stays.
 *
 * @param from {@code oci://host[:port]/namespace/name}, optionally with {@code :tag}, {@code @digest} or both
 * @param version exact version or a range, null or empty for the newest one
 * @param devel whether pre-releases are considered
 * @param to {@code oci://host[:port]/namespace}, with neither the chart's name nor a tag
 * @param ifExists what to do if the tag exists there with another digest
 * @param signatures whether signatures, attestations and whatever else refers to the chart travel along
 * @param trust what must hold before anything is copied
 * @param source how to reach the registry of {@code from}
 * @param target how to reach the registry of {@code to}
 */
public record Copy(
        String from,
        String version,
        boolean devel,
        String to,
        IfExists ifExists,
        boolean signatures,
        Trust trust,
        RegistryAccess source,
        RegistryAccess target)
        implements Operation<CopiedChart> {
    public Copy {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(ifExists, "ifExists");
        Objects.requireNonNull(trust, "trust");
    }

    @Override
    public CopiedChart run(Path directory, Progress progress) throws IOException, InterruptedException {
        Path base = directory.toAbsolutePath().normalize();
        Reference reference = new OciUrl("from", from, OciUrl.CHART).reference();
        PushRemote remote = PushRemote.parse("to", to);
        String name = reference.repository().substring(reference.repository().lastIndexOf('/') + 1);
        String repository = remote.repository(name);
        Console console = new Console(progress);
        try (RegistryClient reading = source.open(base, reference.registry(), reference.repository());
                RegistryClient writing = target.open(base, remote.registry(), repository)) {
            Reference place = new Reference(remote.registry(), repository, null, null);
            CopiedChart copied = new ChartCopy(this, base, reference, reading, place, writing, console).run();
            console.warnings(reference.registry(), reading);
            console.warnings(remote.registry(), writing);
            return copied;
        } catch (RegistryException | UnverifiedException e) {
            throw e;
        } catch (IOException e) {
            ErrorLine.rethrowInterrupt(e);
            throw new IOException(ErrorLine.of(e), e);
        }
    }
}
