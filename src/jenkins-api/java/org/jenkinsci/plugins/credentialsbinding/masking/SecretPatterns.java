package org.jenkinsci.plugins.credentialsbinding.masking;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Masks the secrets as they are, not their encoded forms. */
public class SecretPatterns {
    private SecretPatterns() {}

    public static Pattern getAggregateSecretPattern(Collection<String> inputs) {
        return Pattern.compile(inputs.stream()
                .filter(input -> !input.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }

    public static class MaskingOutputStream extends OutputStream {
        private final OutputStream out;
        private final Supplier<Pattern> secretPattern;
        private final String charsetName;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        public MaskingOutputStream(OutputStream out, Supplier<Pattern> secretPattern, String charsetName) {
            this.out = out;
            this.secretPattern = secretPattern;
            this.charsetName = charsetName;
        }

        @Override
        public void write(int b) throws IOException {
            line.write(b);
            if (b == '\n') {
                endLine();
            }
        }

        private void endLine() throws IOException {
            String text = line.toString(charsetName);
            line.reset();
            Pattern pattern = secretPattern.get();
            String masked = pattern == null ? text : pattern.matcher(text).replaceAll("****");
            out.write(masked.getBytes(charsetName));
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            endLine();
            out.close();
        }
    }
}
