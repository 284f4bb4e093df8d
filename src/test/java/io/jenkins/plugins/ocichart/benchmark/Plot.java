package io.jenkins.plugins.ocichart.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves over two logarithmic axes, as SVG. In such a picture a cost per piece is a straight line of slope one. */
final class Plot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 170;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final String[] COLOURS = {"#0f62fe", "#da1e28", "#198038", "#8a3ffc", "#b28600", "#525252"};

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Curve> curves = new ArrayList<>();

    private record Point(double x, double y) {}

    private record Curve(String name, List<Point> points) {}

    Plot(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /** Adds a point to the curve of this name. */
    void add(String name, double x, double y) {
        Curve curve = curves.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    Curve created = new Curve(name, new ArrayList<>());
                    curves.add(created);
                    return created;
                });
        curve.points().add(new Point(x, y));
    }

    void save(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    private String svg() {
        double[] x = range(curves.stream()
                .flatMap(c -> c.points().stream())
                .mapToDouble(Point::x)
                .toArray());
        double[] y = range(curves.stream()
                .flatMap(c -> c.points().stream())
                .mapToDouble(Point::y)
                .toArray());
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        add(svg, "<title>%s</title>", title);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        text(svg, LEFT, 26, "start", "15", title);
        for (double tick : ticks(x)) {
            double at = place(tick, x, LEFT, WIDTH - RIGHT);
            line(svg, at, TOP, at, HEIGHT - BOTTOM);
            text(svg, at, HEIGHT - BOTTOM + 18, "middle", "12", label(tick));
        }
        for (double tick : ticks(y)) {
            double at = place(tick, y, HEIGHT - BOTTOM, TOP);
            line(svg, LEFT, at, WIDTH - RIGHT, at);
            text(svg, LEFT - 8, at + 4, "end", "12", label(tick));
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 16, "middle", "13", xLabel);
        text(svg, LEFT, TOP - 8, "start", "12", yLabel);
        double lastLabel = TOP - 14;
        List<Curve> fromTop = curves.stream()
                .sorted((a, b) -> Double.compare(last(b).y(), last(a).y()))
                .toList();
        for (Curve curve : fromTop) {
            String colour = COLOURS[curves.indexOf(curve) % COLOURS.length];
            StringBuilder points = new StringBuilder();
            for (Point point : curve.points()) {
                double px = place(point.x(), x, LEFT, WIDTH - RIGHT);
                double py = place(point.y(), y, HEIGHT - BOTTOM, TOP);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", px, py));
                add(
                        svg,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s: %s</title></circle>",
                        px,
                        py,
                        colour,
                        curve.name(),
                        Report.number(point.y()));
            }
            add(
                    svg,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                    points.toString().strip(),
                    colour);
            lastLabel = Math.max(lastLabel + 16, place(last(curve).y(), y, HEIGHT - BOTTOM, TOP) + 4);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>",
                    place(last(curve).x(), x, LEFT, WIDTH - RIGHT) + 10,
                    lastLabel,
                    colour,
                    curve.name());
        }
        return svg.append("</svg>\n").toString();
    }

    private static Point last(Curve curve) {
        return curve.points().get(curve.points().size() - 1);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        add(svg, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>", x1, y1, x2, y2);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String size, String words) {
        add(
                svg,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%s\" fill=\"#222222\">%s</text>",
                x,
                y,
                anchor,
                size,
                words);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static double[] range(double[] values) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new double[] {Math.pow(10, Math.floor(Math.log10(least))), Math.pow(10, Math.ceil(Math.log10(most)))};
    }

    private static List<Double> ticks(double[] range) {
        List<Double> ticks = new ArrayList<>();
        for (double tick = range[0]; tick <= range[1] * 1.001; tick *= 10) {
            ticks.add(tick);
        }
        return ticks;
    }

    private static double place(double value, double[] range, double from, double to) {
        double part = range[0] == range[1]
                ? 0.5
                : (Math.log10(value) - Math.log10(range[0])) / (Math.log10(range[1]) - Math.log10(range[0]));
        return from + part * (to - from);
    }

    private static String label(double tick) {
        return tick >= 1 ? String.format(Locale.ROOT, "%,.0f", tick) : String.valueOf(Math.round(tick * 1000) / 1000.0);
    }
}
