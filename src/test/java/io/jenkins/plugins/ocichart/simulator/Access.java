package io.jenkins.plugins.ocichart.simulator;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a request does with a repository, as CNCF Distribution names it in its scopes.
 *
 * @param repository the repository
 * @param actions {@code pull}, {@code push}, {@code delete}
 */
record Access(String repository, Set<String> actions) {
    static Access of(String method, String repository) {
        return switch (method) {
            case "GET", "HEAD" -> new Access(repository, Set.of("pull"));
            case "DELETE" -> new Access(repository, Set.of("delete"));
            default -> new Access(repository, Set.of("pull", "push"));
        };
    }

    boolean isPush() {
        return actions.contains("push");
    }

    /** {@code repository:name:pull,push}. */
    String scope() {
        return "repository:" + repository + ":" + String.join(",", new TreeSet<>(actions));
    }

    /** Reads the {@code repository} scopes of a token request: actions by repository. */
    static Map<String, Set<String>> parse(Iterable<String> scopes) {
        Map<String, Set<String>> parsed = new TreeMap<>();
        for (String line : scopes) {
            for (String scope : line.isBlank() ? new String[0] : line.strip().split("\\s+")) {
                int first = scope.indexOf(':');
                int last = scope.lastIndexOf(':');
                if (scope.startsWith("repository:") && last > first) {
                    parsed.computeIfAbsent(scope.substring(first + 1, last), name -> new TreeSet<>())
                            .addAll(Set.of(scope.substring(last + 1).split(",")));
                }
            }
        }
        return parsed;
    }
}
