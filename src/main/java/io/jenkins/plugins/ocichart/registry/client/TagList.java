package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.TransportException;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code GET /v2/NAME/tags/list}, page by page along the {@code Link} headers (distribution-spec, "Listing Tags"). */
final class TagList {
    private static final int MAX_TAGS = 1_000_000;

    private final Repository repository;
    private final RegistryConnection connection;
    private final Operation operation;
    private final ListPages pages;

    TagList(Repository repository) throws IOException, InterruptedException {
        this.repository = repository;
        this.connection = repository.connection();
        this.operation = repository.operation(Operation.Kind.LIST_TAGS, null);
        this.pages = new ListPages(connection, "the tag list of " + repository);
    }

    void visit(Predicate<List<String>> visitor) throws IOException, InterruptedException {
        URI page = repository.uri("tags/list");
        long number = 0;
        while (page != null) {
            Page content = fetch(page);
            List<String> tags = content.tags;
            number += tags.size();
            if (number > MAX_TAGS) {
                throw pages.failed("has more than a million tags");
            }
            if (!visitor.test(tags)) {
                return;
            }
            page = pages.after(page, content.response).orElse(null);
        }
    }

    private record Page(List<String> tags, TransportResponse response) {}

    /** A page that breaks off is asked for again; the transport repeats only what has not begun to arrive. */
    private Page fetch(URI page) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            TagPage content = new TagPage();
            try {
                return fetch(page, content);
            } catch (TransportException e) {
                boolean again = content.hasBegun()
                        && (e.kind() == TransportException.Kind.BROKEN || e.kind() == TransportException.Kind.STALLED);
                Optional<Duration> wait =
                        again ? connection.transport().retries().waitAfter(attempt) : Optional.empty();
                if (wait.isEmpty()) {
                    throw e;
                }
                Thread.sleep(wait.get().toMillis());
            }
        }
    }

    private Page fetch(URI page, TagPage content) throws IOException, InterruptedException {
        TransportResponse response = null;
        try {
            response =
                    connection.send(operation, TransportRequest.of("GET", page).withSink(content));
        } catch (TagPage.RefusedException e) {
            if (content.isTooLong()) {
                throw pages.failed("has a page of more than 300,000 tags or 256 MiB");
            }
        }
        if (response != null && !response.isSuccess()) {
            throw connection.refusals().of(operation, response);
        }
        try {
            return new Page(content.tags(), response);
        } catch (IOException e) {
            if (response != null && Refusals.isHtml(response)) {
                throw connection
                        .refusals()
                        .webPage(
                                operation,
                                new TransportResponse(
                                        response.status(), response.headers(), content.head(), response.uri(), 1));
            }
            throw pages.failed("is not JSON: " + Json.cause(e)
                    + (response == null ? "" : connection.label(response.headers(), response.uri())));
        }
    }
}
