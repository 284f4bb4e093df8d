package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.config.JenkinsProxy;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Trust;
import io.jenkins.plugins.ocichart.operation.dependency.DependencyAddresses;
import io.jenkins.plugins.ocichart.operation.dependency.DependencySources;
import io.jenkins.plugins.ocichart.operation.dependency.DependencyUpdate;
import io.jenkins.plugins.ocichart.operation.dependency.FetchedDependency;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.repository.ChartRepository;
import io.jenkins.plugins.ocichart.repository.RepositoryUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fetches the dependencies of charts in folders. The agent first says where they come from, and then gets the logins for these
 * places and no others. See the step's help for the parameters.
 *
 * @param charts the folders; a blank one is the current directory
 * @param fromLock whether to fetch what a lock says
 * @param repositories null or empty for those that the agent knows
 */
public record UpdateDependencies(
        List<String> charts,
        boolean fromLock,
        List<NamedRepository> repositories,
        TrustOptions trust,
        RegistryOptions registry)
        implements Task<List<Map<String, Object>>> {
    public UpdateDependencies {
        charts = new ArrayList<>(charts);
        repositories = new ArrayList<>(repositories == null ? List.of() : repositories);
    }

    @Override
    public List<Map<String, Object>> run(BuildContext context) throws IOException, InterruptedException {
        List<String> folders = charts.stream()
                .map(chart -> Util.fixEmptyAndTrim(chart) == null ? "." : chart)
                .toList();
        String workspace = context.environment().get("WORKSPACE");
        Trust wanted = trust.resolve(context);
        RegistryAccess others = new RegistryAccess(
                ConnectionSettings.DEFAULT.withProxy(JenkinsProxy.current()), null, context.loginEnvironment());
        Map<String, String> names = names();
        DependencySources known = new DependencySources(names, Map.of(), List.of(), others);
        List<String> addresses = new AgentCall(context.directory(), context.listener(), null)
                .run(new DependencyAddresses(folders, fromLock, workspace, known));
        Places places = new Places(context);
        for (String address : addresses) {
            places.add(address);
        }
        places.requireOneRegistry();
        DependencySources sources = new DependencySources(names, places.registries, places.repositories, others);
        List<FetchedDependency> fetched = new AgentCall(context.directory(), context.listener(), places.mask)
                .run(new DependencyUpdate(
                        folders, fromLock, context.environment().get("SOURCE_DATE_EPOCH"), workspace, sources, wanted));
        return new ArrayList<>(fetched.stream().map(UpdateDependencies::map).toList());
    }

    /** Null if the step names no repositories, so that the agent's own count. */
    private Map<String, String> names() throws AbortException {
        if (repositories.isEmpty()) {
            return null;
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (NamedRepository one : repositories) {
            Task.required(one.url, Messages.UpdateDependencies_noUrl());
            String name = Util.fixEmptyAndTrim(one.name);
            if (name != null && !one.url.equals(names.getOrDefault(name, one.url))) {
                throw new AbortException(Messages.UpdateDependencies_twice(name));
            }
            if (name != null) {
                names.put(name, one.url);
            }
        }
        return names;
    }

    private static Map<String, Object> map(FetchedDependency one) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", one.name());
        map.put("version", one.version());
        map.put("repository", one.repository());
        map.put("path", one.path());
        map.put("digest", one.digest());
        return map;
    }

    /** Where the dependencies come from, with the logins for it. */
    private final class Places {
        private final BuildContext context;
        private final Map<String, RegistryAccess> registries = new LinkedHashMap<>();
        private final List<ChartRepository> repositories = new ArrayList<>();
        private final Set<String> hosts = new TreeSet<>();
        private SecretMask mask;

        Places(BuildContext context) {
            this.context = context;
        }

        void add(String address) throws AbortException {
            if (address.startsWith("oci://")) {
                ResolvedRegistry resolved = registry.resolve(context, address);
                RegistryHost.find(address).ifPresent(host -> hosts.add(host.value()));
                registries.put(address, resolved.access());
                RegistryCredential login = resolved.access().credential();
                if (login != null) {
                    mask(SecretMask.of(login.secretForms(), context.run().getCharset()));
                }
            } else {
                addRepository(address);
            }
        }

        /** The step's own login, else that of the system configuration. */
        private void addRepository(String url) throws AbortException {
            Optional<NamedRepository> own = UpdateDependencies.this.repositories.stream()
                    .filter(one -> RepositoryUrl.areSame(one.url, url))
                    .filter(one -> Util.fixEmptyAndTrim(one.credentialsId) != null)
                    .findFirst();
            ResolvedRepository resolved = ResolvedRepository.of(
                    context,
                    url,
                    own.map(one -> one.credentialsId).orElse(null),
                    own.map(one -> one.passCredentials).orElse(null),
                    ConnectionSettings.DEFAULT);
            repositories.add(resolved.repository());
            mask(resolved.mask());
        }

        private void mask(SecretMask more) {
            if (more != null) {
                mask = mask == null ? more : mask.and(more);
            }
        }

        /** One login can't be shown to several registries. */
        void requireOneRegistry() throws AbortException {
            if (Util.fixEmptyAndTrim(registry.credentialsId()) != null && hosts.size() > 1) {
                throw new AbortException(Messages.UpdateDependencies_registries(String.join(", ", hosts)));
            }
        }
    }
}
