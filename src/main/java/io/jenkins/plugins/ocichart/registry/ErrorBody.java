package io.jenkins.plugins.ocichart.registry;

import io.jenkins.plugins.ocichart.json.JsonValue;
import io.jenkins.plugins.ocichart.text.ServerText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a server says about a failure: the distribution specification's JSON, or whatever a proxy put in its place.
 *
 * @param code the first error's code in upper case, or empty
 * @param message the first error's message and, where it is a text, its detail, in one short line; or the beginning of a
 *     plain text; or empty
 */
public record ErrorBody(String code, String message) {
    private static final int LIMIT = 300;

    /** Reads the body of an answer. */
    public static ErrorBody of(byte[] body) {
        try {
            JsonValue root = JsonValue.parse(body);
            JsonValue error =
                    root.member("errors").isArray() ? root.member("errors").element(0) : root;
            if (error.isObject()) {
                String message = error.member("message")
                        .asString(error.member("error_description").asString(""));
                String code =
                        error.member("code").asString(error.member("error").asString(""));
                JsonValue detail = error.member("detail");
                boolean more = detail.isString() && !detail.asString("").equals(message);
                return new ErrorBody(
                        ServerText.quote(code, 60).toUpperCase(Locale.ROOT),
                        ServerText.quote(more ? message + " (" + detail.asString("") + ")" : message, LIMIT));
            }
        } catch (IOException e) {
            // not JSON
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        boolean markup = text.startsWith("<");
        return new ErrorBody("", markup ? title(text) : ServerText.quote(text, LIMIT));
    }

    private static String title(String html) {
        int start = html.indexOf("<title>");
        int end = html.indexOf("</title>");
        return start >= 0 && end > start ? ServerText.quote(html.substring(start + 7, end), LIMIT) : "";
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
