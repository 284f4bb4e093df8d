package io.jenkins.plugins.ocichart.chart.yaml;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;

/** Floating-point numbers as text, as Go writes them: with the fewest digits that read back to the same number. */
final class GoFloat {
    /** The nearest decimal may read back to another number while the next one in the other direction doesn't. */
    private static final List<RoundingMode> ROUNDINGS =
            List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

    private GoFloat() {}

    /** Go's {@code strconv.FormatFloat(value, 'g', -1, 32)}, which is how a number becomes a string in Chart.yaml. */
    static String general32(double value) {
        float single = (float) value;
        if (Float.isNaN(single)) {
            return "NaN";
        }
        if (Float.isInfinite(single)) {
            return single > 0 ? "+Inf" : "-Inf";
        }
        String sign = single < 0 || 1 / single < 0 ? "-" : "";
        if (single == 0) {
            return sign + "0";
        }
        float magnitude = Math.abs(single);
        return sign
                + general(shortest(
                        new BigDecimal(magnitude),
                        Float.toString(magnitude),
                        text -> Float.parseFloat(text) == magnitude));
    }

    /** Go's {@code strconv.FormatFloat(value, 'g', -1, 64)}, which is how go-yaml writes a number. The value is finite. */
    static String general64(double value) {
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        return value == 0 ? sign + "0" : sign + general(shortest(Math.abs(value)));
    }

    private static String general(BigDecimal shortest) {
        int exponent = exponent(shortest);
        return exponent < -4 || exponent >= 6 ? scientific(shortest, 2) : shortest.toPlainString();
    }

    /** How Go's encoding/json writes a float64. The value is finite. */
    static String json(double value) {
        String sign = value < 0 || 1 / value < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0";
        }
        double magnitude = Math.abs(value);
        BigDecimal shortest = shortest(magnitude);
        boolean plain = magnitude >= 1e-6 && magnitude < 1e21;
        // encoding/json drops the padding zero of a negative exponent, but keeps that of a positive one (never needed).
        return sign + (plain ? shortest.toPlainString() : scientific(shortest, 1));
    }

    private static BigDecimal shortest(double magnitude) {
        return shortest(
                new BigDecimal(magnitude), Double.toString(magnitude), text -> Double.parseDouble(text) == magnitude);
    }

    /**
     * The nearest of the shortest decimals that {@code readsBack}.
     *
     * @param java Java's own text, which has superfluous digits before Java 19
     */
    private static BigDecimal shortest(BigDecimal exact, String java, Predicate<String> readsBack) {
        BigDecimal shortest = new BigDecimal(java);
        for (int digits = shortest.precision(); digits > 0; digits--) {
            BigDecimal shorter = nearest(exact, digits, readsBack);
            if (shorter == null) {
                break;
            }
            shortest = shorter;
        }
        return shortest.stripTrailingZeros();
    }

    private static BigDecimal nearest(BigDecimal exact, int digits, Predicate<String> readsBack) {
        BigDecimal nearest = null;
        for (RoundingMode mode : ROUNDINGS) {
            BigDecimal candidate = exact.round(new MathContext(digits, mode));
            if (readsBack.test(candidate.toString()) && (nearest == null || isNearer(exact, candidate, nearest))) {
                nearest = candidate;
            }
        }
        return nearest;
    }

    private static boolean isNearer(BigDecimal exact, BigDecimal candidate, BigDecimal than) {
        return exact.subtract(candidate).abs().compareTo(exact.subtract(than).abs()) < 0;
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    private static String scientific(BigDecimal value, int exponentDigits) {
        String digits = value.unscaledValue().toString();
        int exponent = exponent(value);
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Integer.toString(Math.abs(exponent));
        return digits.charAt(0)
                + fraction
                + (exponent < 0 ? "e-" : "e+")
                + (power.length() < exponentDigits ? "0" + power : power);
    }
}
