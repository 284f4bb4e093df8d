package io.jenkins.plugins.ocichart.chart.yaml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which texts Go's {@code time.Parse} reads as a time. */
public final class GoTime {
    private static final Pattern RFC_3339 = Pattern.compile("(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})"
            + "T(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]+))?"
            + "(?:Z|(?<sign>[-+])(?<zoneHour>[0-9]{2}):(?<zoneMinute>[0-9]{2}))");

    /** Without a time zone the time follows a space; both it and the time may be absent. */
    private static final Pattern YAML = Pattern.compile("(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})"
            + "(?:(?<t>[Tt ])(?<hour>[0-9]{1,2}):(?<minute>[0-9]{1,2}):(?<second>[0-9]{1,2})(?:[.,][0-9]+)?"
            + "(?<zone>Z|[-+](?<zoneHour>[0-9]{2}):(?<zoneMinute>[0-9]{2}))?)?");

    private GoTime() {}

    /** Whether a time field in JSON takes this. Go isn't as strict as RFC 3339. */
    public static boolean isRfc3339(String text) {
        Matcher time = RFC_3339.matcher(text);
        return time.matches() && isInRange(time);
    }

    /**
     * A time that {@link #isRfc3339} takes, as Go writes it after reading it: to the nanosecond, without zeros at the end,
     * {@code Z} for no offset.
     */
    public static String rfc3339(String text) {
        Matcher time = RFC_3339.matcher(text);
        if (!time.matches()) {
            throw new IllegalArgumentException(text);
        }
        String fraction = time.group("fraction") == null ? "" : time.group("fraction");
        fraction = fraction.substring(0, Math.min(9, fraction.length())).replaceFirst("0+$", "");
        int zone = number(time, "zoneHour") * 60 + number(time, "zoneMinute");
        return String.format(
                "%s-%s-%sT%02d:%s:%s%s%s",
                time.group("year"),
                time.group("month"),
                time.group("day"),
                number(time, "hour"),
                time.group("minute"),
                time.group("second"),
                fraction.isEmpty() ? "" : "." + fraction,
                zone == 0 ? "Z" : String.format("%s%02d:%02d", time.group("sign"), zone / 60, zone % 60));
    }

    /** Whether go-yaml takes this for a timestamp. */
    static boolean isYamlTimestamp(String text) {
        Matcher time = YAML.matcher(text);
        return time.matches()
                && (time.group("t") == null || time.group("t").equals(" ") == (time.group("zone") == null))
                && isInRange(time);
    }

    private static boolean isInRange(Matcher time) {
        try {
            LocalDate.of(number(time, "year"), number(time, "month"), number(time, "day"));
        } catch (DateTimeException e) {
            return false;
        }
        return number(time, "hour") < 24
                && number(time, "minute") < 60
                && number(time, "second") < 60
                && number(time, "zoneHour") <= 24
                && number(time, "zoneMinute") <= 60;
    }

    private static int number(Matcher time, String group) {
        return time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
    }
}
