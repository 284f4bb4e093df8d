package io.jenkins.plugins.ocichart.operation;

import java.nio.file.Path;

/** Pushes and pulls in a JVM of its own: {@code push DIR CHART HOST} or {@code pull DIR REFERENCE}. Prints the result. */
final class PushAndPullProgram {
    private PushAndPullProgram() {}

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[1]);
        if (arguments[0].equals("push")) {
            PushResult result = ChartPush.run(dir, Requests.push(arguments[2], arguments[3]), line -> {});
            System.out.println(
                    result.problem().orElseGet(() -> result.charts().get(0).digest()));
        } else {
            try {
                PullRequest request = Requests.pull(arguments[2], null, "pulled/here");
                System.out.println(ChartPull.run(dir, request, line -> {}).digest());
            } catch (java.io.IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
