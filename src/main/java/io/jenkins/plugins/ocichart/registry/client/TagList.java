package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.json.JsonReader;
import io.jenkins.plugins.ocichart.registry.Reference;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code GET /v2/NAME/tags/list}, page by page along the {@code Link} headers (distribution-spec, "Listing Tags"). */
final class TagList {
    private static final int MAX_PAGE = 4 * 1024 * 1024;
    private static final int MAX_PAGES = 10_000;
    private static final int MAX_TAGS = 1_000_000;

    private final Repository repository;
    private final RegistryConnection connection;
    private final Operation operation;

    TagList(Repository repository) throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.operation = repository.operation(Operation.Kind.LIST_TAGS, null);
    }

    void visit(Predicate<List<String>> visitor) throws IOException, InterruptedException {
        URI page = repository.uri("tags/list");
        Set<URI> seen = new HashSet<>();
        long number = 0;
        while (page != null) {
            if (!seen.add(page) || seen.size() > MAX_PAGES) {
                throw new RegistryException("the tag list of " + repository + " on "
                        + connection.origin().authority() + " does not end: its pages link to each other");
            }
            TransportResponse response =
                    connection.send(operation, TransportRequest.of("GET", page).withMaxBody(MAX_PAGE));
            if (!response.isSuccess()) {
                throw connection.refusal(operation, response);
            }
            connection.requireIdentity(response.headers());
            List<String> tags = tags(response.body());
            number += tags.size();
            if (number > MAX_TAGS) {
                throw new RegistryException("the tag list of " + repository + " on "
                        + connection.origin().authority() + " has more than a million tags");
            }
            if (!visitor.test(tags)) {
                return;
            }
            page = next(response).orElse(null);
        }
    }

    private List<String> tags(byte[] body) throws RegistryException {
        try {
            // Artifactory lists digests too
            return JsonReader.strings(body, "tags").stream()
                    .filter(Reference::isTag)
                    .toList();
        } catch (IOException e) {
            throw new RegistryException("the tag list of " + repository + " on "
                    + connection.origin().authority() + " is not JSON: " + Json.cause(e));
        }
    }

    private Optional<URI> next(TransportResponse response) throws RegistryException {
        Optional<String> link = LinkHeader.next(response.headers().allValues("Link"));
        if (link.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> next = AddressPolicy.nextPage(connection.origin(), response.uri(), link.get());
        if (next.isPresent()) {
            return next;
        }
        throw new RegistryException("the tag list of " + repository + " on "
                + connection.origin().authority() + " goes on at another host or at no usable address; not followed");
    }
}
