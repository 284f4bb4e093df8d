package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a server says about a failure: the distribution specification's JSON, or whatever a proxy put in its place.
 *
 * @param code the first error's code in upper case, or empty
 * @param message the first error's message and its detail, if that is a text, in one short line; or the beginning of a
 *     plain text; or empty
 */
public record ErrorBody(String code, String message) {
    private static final int LIMIT = 300;

    /**
     * Reads the body of an answer.
     *
     * @param mask hides the login in what the server says, before it is cut
     */
    public static ErrorBody of(byte[] body, UnaryOperator<String> mask) {
        try {
            JsonValue root = JsonValue.parse(body);
            JsonValue first = root.member("errors").element(0);
            JsonValue error = first.isPresent() ? first : root.member("error").isObject() ? root.member("error") : root;
            if (error.isObject()) {
                String message = text(error, "message", "errorMessage", "error_description", "details", "title");
                String detail = error.member("detail").isString() ? text(error, "detail") : "";
                boolean more = !detail.isEmpty() && !detail.equals(message);
                String all = !more ? message : message.isEmpty() ? detail : message + " (" + detail + ")";
                return new ErrorBody(
                        ServerText.quote(mask.apply(text(error, "code", "errorCode", "error")), 60)
                                .toUpperCase(Locale.ROOT),
                        ServerText.quote(mask.apply(all), LIMIT));
            }
        } catch (IOException e) {
            // not JSON
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return new ErrorBody("", text.startsWith("<") ? title(body, mask) : ServerText.quote(mask.apply(text), LIMIT));
    }

    /** The first of these members that has a text. */
    private static String text(JsonValue error, String... names) {
        return Stream.of(names)
                .map(name -> error.member(name).asString(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The title of a web page, else its heading, in one short line; or empty. */
    public static String title(byte[] page, UnaryOperator<String> mask) {
        String html = new String(page, StandardCharsets.UTF_8);
        String title = element(html, "title");
        String shown = title.isEmpty() ? element(html, "h1") : title;
        return ServerText.quote(mask.apply(shown.replaceAll("<[^<>]*>", " ")), LIMIT);
    }

    private static String element(String html, String name) {
        String lower = html.toLowerCase(Locale.ROOT);
        int tag = lower.indexOf("<" + name);
        int start = tag < 0 ? -1 : lower.indexOf('>', tag) + 1;
        int end = start <= 0 ? -1 : lower.indexOf("</" + name, start);
        return end < 0 || lower.length() != html.length()
                ? ""
                : html.substring(start, end).strip();
    }

    /** Whether code or message hold this text, ignoring case. */
    public boolean mentions(String text) {
        return (code + " " + message).toLowerCase(Locale.ROOT).contains(text);
    }

    /** Status, code and message for a message to the user: {@code 403 DENIED: no right}. */
    public String describe(int status) {
        return status + (code.isEmpty() ? "" : " " + code) + (message.isEmpty() ? "" : ": " + message);
    }
}
