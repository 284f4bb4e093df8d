package io.jenkins.plugins.ocichart.registry.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One resource and what a token allows there, {@code repository:charts/web:pull,push} (CNCF Distribution, "Token
 * Scope"). The resource's name may hold colons itself, hence the first and the last one count.
 *
 * @param resource {@code type:name}, or the whole text of a scope without that form, such as {@code aws}
 * @param actions sorted; empty for a scope without that form
 */
public record Scope(String resource, Set<String> actions) {
    private static final int MAX_NUMBER = 100;

    public Scope {
        actions = Set.copyOf(actions);
    }

    static Scope pull(String repository) {
        return new Scope("repository:" + repository, Set.of("pull"));
    }

    static Scope push(String repository) {
        return new Scope("repository:" + repository, Set.of("pull", "push"));
    }

    /** Reads scopes separated by blanks; those after the first hundred are left out. */
    public static List<Scope> parse(String text) {
        List<Scope> scopes = new ArrayList<>();
        for (String part : text.strip().split("\\s+", MAX_NUMBER + 1)) {
            if (scopes.size() == MAX_NUMBER) {
                break;
            }
            int first = part.indexOf(':');
            int last = part.lastIndexOf(':');
            if (first > 0 && last > first) {
                Set<String> actions =
                        new TreeSet<>(List.of(part.substring(last + 1).split(",")));
                actions.remove("");
                scopes.add(new Scope(part.substring(0, last), actions));
            } else if (!part.isEmpty()) {
                scopes.add(new Scope(part, Set.of()));
            }
        }
        return scopes;
    }

    /**
     * The union, with one entry per resource, since some token servers break on two, and in the order of first
     * appearance, since some honour the first one only.
     */
    public static List<Scope> merge(Collection<Scope> scopes) {
        Map<String, Set<String>> actions = new LinkedHashMap<>();
        for (Scope scope : scopes) {
            actions.computeIfAbsent(scope.resource, r -> new TreeSet<>()).addAll(scope.actions);
        }
        return actions.entrySet().stream()
                .map(e -> new Scope(e.getKey(), e.getValue()))
                .toList();
    }

    /** Whether a token with this scope is enough for the other one. */
    boolean covers(Scope other) {
        return resource.equals(other.resource) && actions.containsAll(other.actions);
    }

    boolean isRepository() {
        return resource.startsWith("repository:");
    }

    /** {@code type:name:action,action}. */
    @Override
    public String toString() {
        return actions.isEmpty() ? resource : resource + ":" + String.join(",", new TreeSet<>(actions));
    }
}
