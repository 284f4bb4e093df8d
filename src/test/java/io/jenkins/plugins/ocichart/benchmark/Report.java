package io.jenkins.plugins.ocichart.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as Markdown, shown while it grows and saved at the end. */
final class Report {
    private final StringBuilder text = new StringBuilder();
    private final List<String> goals = new ArrayList<>();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void line(String line) {
        text.append(line).append('\n');
        out.println(line);
    }

    void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    void row(Object... cells) {
        StringBuilder row = new StringBuilder("|");
        for (Object cell : cells) {
            row.append(' ').append(cell).append(" |");
        }
        line(row.toString());
    }

    /** A table of times with their spread, and the ratio of the first tool to each. */
    void times(String what, Samples samples) {
        String first = samples.tools().get(0);
        row(what, "median ms", "quartiles ms", first + " to it");
        row("---", "---:", "---:", "---:");
        for (String tool : samples.tools()) {
            row(
                    tool,
                    number(samples.median(tool)),
                    number(samples.quantile(tool, 0.25)) + " – " + number(samples.quantile(tool, 0.75)),
                    number(samples.ratio(first, tool)));
        }
        line("");
    }

    /** Compares a ratio with what it is meant to be at most. */
    void goal(String measure, double ratio, double atMost) {
        goals.add("| " + measure + " | ≤ " + number(atMost) + " | " + number(ratio) + " | "
                + (ratio <= atMost ? "met" : "**not met**") + " |");
    }

    /** Tells of a yes or no. */
    void goal(String measure, String wanted, String got, boolean met) {
        goals.add("| " + measure + " | " + wanted + " | " + got + " | " + (met ? "met" : "**not met**") + " |");
    }

    void save(Path file) throws IOException {
        if (!goals.isEmpty()) {
            heading("Goals");
            row("measure", "goal", "measured", "");
            row("---", "---:", "---:", "---");
            goals.forEach(this::line);
        }
        Files.writeString(file, text);
        out.println();
        out.println("Saved in " + file);
    }

    /** Two or three digits that count. */
    static String number(double value) {
        String format = value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
