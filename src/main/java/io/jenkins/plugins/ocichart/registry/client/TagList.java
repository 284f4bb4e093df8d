package io.jenkins.plugins.ocichart.registry.client;

import io.jenkins.plugins.ocichart.json.Json;
import io.jenkins.plugins.ocichart.registry.Digest;
import io.jenkins.plugins.ocichart.registry.Origin;
import io.jenkins.plugins.ocichart.registry.RegistryException;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.auth.Operation;
import io.jenkins.plugins.ocichart.registry.http.AddressPolicy;
import io.jenkins.plugins.ocichart.registry.http.TransportException;
import io.jenkins.plugins.ocichart.registry.http.TransportRequest;
import io.jenkins.plugins.ocichart.registry.http.TransportResponse;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code GET /v2/NAME/tags/list}, page by page along the {@code Link} headers (distribution-spec, "Listing Tags"). */
final class TagList {
    private static final int MAX_PAGES = 10_000;
    private static final int MAX_TAGS = 1_000_000;
    private static final int MAX_LINK = 8192;

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
        Set<String> seen = new HashSet<>();
        long number = 0;
        while (page != null) {
            String name = Digest.sha256(page.toString().getBytes(StandardCharsets.UTF_8))
                    .hex();
            if (!seen.add(name) || seen.size() > MAX_PAGES) {
                throw failed("does not end: its pages link to each other");
            }
            Page content = fetch(page);
            List<String> tags = content.tags;
            number += tags.size();
            if (number > MAX_TAGS) {
                throw failed("has more than a million tags");
            }
            if (!visitor.test(tags)) {
                return;
            }
            page = next(content.response).orElse(null);
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
                throw failed("has a page of more than 300,000 tags or 256 MiB");
            }
        }
        if (response != null && !response.isSuccess()) {
            throw connection.refusal(operation, response);
        }
        try {
            return new Page(content.tags(), response);
        } catch (IOException e) {
            if (response != null && Refusals.isHtml(response)) {
                throw connection.webPage(
                        operation,
                        new TransportResponse(
                                response.status(), response.headers(), content.head(), response.uri(), 1));
            }
            throw failed("is not JSON: " + Json.cause(e)
                    + (response == null ? "" : connection.label(response.headers(), response.uri())));
        }
    }

    private Optional<URI> next(TransportResponse response) throws RegistryException {
        List<String> lines = response.headers().allValues("Link");
        if (lines.stream().mapToInt(String::length).sum() > MAX_LINK) {
            throw failed("names its next page in more than " + MAX_LINK + " characters (Link)");
        }
        Optional<String> link = LinkHeader.next(lines);
        if (link.isEmpty()) {
            return Optional.empty();
        }
        URI target = link.get().isEmpty() ? null : resolved(response.uri(), link.get());
        if (target == null) {
            throw failed("goes on at no usable address (Link): '"
                    + ServerText.quote(connection.authenticator().mask(link.get()), 150) + "'");
        }
        if (!isRegistry(target.getHost())) {
            throw failed(
                    "goes on at " + Origin.of(target) + ", which is another host; not followed. Set the registry's own"
                            + " base URL (external URL, or X-Forwarded-Host and X-Forwarded-Proto of its proxy) to "
                            + connection.origin());
        }
        // whatever scheme, port and name the registry has for itself, this is where it can be reached
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return Optional.of(URI.create(connection.origin() + target.getRawPath() + query));
    }

    /** The address that a link leads to, or null if it is none. */
    private static URI resolved(URI from, String link) {
        try {
            URI target = AddressPolicy.resolve(from, link);
            Origin.of(target);
            return target;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether a host is the registry, maybe by another of its names. */
    private boolean isRegistry(String host) {
        String own = connection.origin().host();
        String other = Origin.withoutBrackets(host);
        boolean same = RegistryHost.find(host)
                .filter(name -> RegistryHost.find(own).filter(name::isSameAs).isPresent())
                .isPresent();
        if (same || other.equalsIgnoreCase(own)) {
            return true;
        }
        try {
            return List.of(InetAddress.getAllByName(own)).stream()
                    .anyMatch(Set.of(InetAddress.getAllByName(other))::contains);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private RegistryException failed(String why) {
        return new RegistryException(
                "the tag list of " + repository + " on " + connection.origin().authority() + " " + why);
    }
}
