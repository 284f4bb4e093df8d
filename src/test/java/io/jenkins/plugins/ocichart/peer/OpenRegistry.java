package io.jenkins.plugins.ocichart.peer;

import java.util.function.Function;
import java.util.function.Supplier;

/** The real registries that let everybody do everything; tests are skipped where one isn't on the path. */
public enum OpenRegistry {
    /** No list of referrers. */
    DISTRIBUTION_2(DockerRegistry::start, DockerRegistry::host),
    /** No list of referrers. */
    DISTRIBUTION_3(DockerRegistry::startVersion3, DockerRegistry::host),
    /** Lists referrers. */
    ZOT(ZotRegistry::start, ZotRegistry::host);

    private final Supplier<Running> starter;

    <R extends AutoCloseable> OpenRegistry(Supplier<R> starter, Function<R, String> host) {
        this.starter = () -> {
            R registry = starter.get();
            return new Running(host.apply(registry), registry);
        };
    }

    /** Starts an empty registry. */
    public Running start() {
        return starter.get();
    }

    /**
     * A registry that is running.
     *
     * @param host its {@code host:port}
     */
    public record Running(String host, AutoCloseable registry) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            registry.close();
        }
    }
}
