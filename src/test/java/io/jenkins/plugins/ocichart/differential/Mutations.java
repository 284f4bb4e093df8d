package io.jenkins.plugins.ocichart.differential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small changes of texts. */
final class Mutations {
    private final List<String> words;
    private final String characters;

    /**
     * Changes that use these.
     *
     * @param characters single ones that mean something
     */
    Mutations(List<String> words, String characters) {
        this.words = words;
        this.characters = characters;
    }

    /** One to three changes of a text; {@code other} is where a part may come from. */
    String change(String text, String other, Random random) {
        String changed = text;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            changed = random.nextInt(3) == 0 ? changeLine(changed, other, random) : changeCharacters(changed, random);
        }
        return changed;
    }

    private String changeCharacters(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 2));
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, from) + text.substring(to);
            case 1 -> text.substring(0, to) + text.substring(from);
            case 2 -> text.substring(0, from) + character(random) + text.substring(to);
            case 3 -> text.substring(0, from) + character(random) + text.substring(from);
            case 4 -> text.substring(0, from) + word(random) + text.substring(from);
            default -> text.substring(0, from) + word(random) + text.substring(to);
        };
    }

    private String changeLine(String text, String other, Random random) {
        String[] lines = text.split("\n", -1);
        int at = random.nextInt(lines.length);
        switch (random.nextInt(5)) {
            case 0 -> lines[at] = " ".repeat(1 + random.nextInt(3)) + lines[at];
            case 1 -> lines[at] = lines[at].strip();
            case 2 -> lines[at] = lines[at] + "\n" + lines[random.nextInt(lines.length)];
            case 3 -> {
                String[] others = other.split("\n", -1);
                int start = random.nextInt(others.length);
                int end = Math.min(others.length, start + 1 + random.nextInt(3));
                lines[at] = String.join("\n", Arrays.copyOfRange(others, start, end));
            }
            default -> {
                int colon = lines[at].indexOf(':');
                lines[at] = colon < 0 ? word(random) : lines[at].substring(0, colon + 1) + " " + word(random);
            }
        }
        return String.join("\n", lines);
    }

    private String word(Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private String character(Random random) {
        return random.nextInt(20) == 0
                ? new String(new byte[] {(byte) random.nextInt(256)}, StandardCharsets.ISO_8859_1)
                : String.valueOf(characters.charAt(random.nextInt(characters.length())));
    }
}
