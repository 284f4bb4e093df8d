package io.jenkins.plugins.ocichart.chart.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The characters of a YAML file, which is UTF-8, or UTF-16 with a byte order mark (YAML 1.1 §5.2). */
final class YamlEncoding {
    private static final char MARK = '\ufeff';
    private static final String LINE_BREAKS = "\n\r\u0085\u2028\u2029";

    private YamlEncoding() {}

    static String decode(byte[] content) throws ChartException {
        String start = new String(content, 0, Math.min(3, content.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u00ff\u00fe")) {
            return decode(content, 2, StandardCharsets.UTF_16LE);
        }
        if (start.startsWith("\u00fe\u00ff")) {
            return decode(content, 2, StandardCharsets.UTF_16BE);
        }
        return decode(content, start.equals("\u00ef\u00bb\u00bf") ? 3 : 0, StandardCharsets.UTF_8);
    }

    private static String decode(byte[] content, int from, Charset charset) throws ChartException {
        try {
            String text = charset.newDecoder()
                    .decode(ByteBuffer.wrap(content, from, content.length - from))
                    .toString();
            checkCharacters(text);
            return text;
        } catch (CharacterCodingException e) {
            throw new ChartException("not valid " + charset.name() + " text", e);
        }
    }

    /** A YAML text has no control characters but tabs and line breaks (YAML 1.1 §5.1). */
    private static void checkCharacters(String text) throws ChartException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
            if (c == MARK && (i == 0 || LINE_BREAKS.indexOf(text.charAt(i - 1)) >= 0)) {
                throw new ChartException(
                        "there is a second byte order mark (U+FEFF) at the beginning of a line; remove it");
            }
            if (control || c >= 0x7f && c < 0xa0 && c != 0x85 || c >= 0xfffe) {
                throw new ChartException(String.format("control characters are not allowed: U+%04X", (int) c));
            }
        }
    }
}
