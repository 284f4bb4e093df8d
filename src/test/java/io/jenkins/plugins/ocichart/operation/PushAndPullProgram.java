package io.jenkins.plugins.ocichart.operation;

import io.jenkins.plugins.ocichart.operation.copy.Copy;
import io.jenkins.plugins.ocichart.operation.pull.ChartPull;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One command in a process of its own: {@code push DIR CHART HOST}, {@code pull DIR REFERENCE},
 * {@code copy DIR REFERENCE HOST} or {@code helm-push DIR CHART HOST}. Prints the digest, or why there is none.
 */
final class PushAndPullProgram {
    private PushAndPullProgram() {}

    public static void main(String[] arguments) throws Exception {
        Path dir = Path.of(arguments[1]);
        System.out.println(
                switch (arguments[0]) {
                    case "push" -> push(dir, arguments[2], arguments[3]);
                    case "pull" -> pull(dir, arguments[2]);
                    case "copy" -> copy(dir, arguments[2], arguments[3]);
                    case "helm-push" -> helmPush(dir.resolve(arguments[2]), arguments[3]);
                    default -> throw new IllegalArgumentException(arguments[0]);
                });
    }

    private static String push(Path dir, String chart, String host) throws Exception {
        PushResult result = ChartPush.run(dir, Requests.push(chart, host), line -> {});
        return result.problem().orElseGet(() -> result.charts().get(0).chart().digest());
    }

    private static String pull(Path dir, String reference) throws Exception {
        try {
            return ChartPull.run(dir, Requests.pull(reference, null, "pulled/here"), line -> {})
                    .chart()
                    .digest();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static String copy(Path dir, String reference, String host) throws Exception {
        String to = "oci://" + host + "/copies";
        return new Copy(reference, null, false, to, IfExists.FAIL, true, Trust.NONE, Requests.ALICE, Requests.ALICE)
                .run(dir, line -> {})
                .chart()
                .digest();
    }

    private static String helmPush(Path chart, String host) {
        return EmbeddedHelm.push(chart, "oci://" + host + "/helms")
                .strip()
                .replaceFirst("(?s).*Digest: (sha256:[0-9a-f]{64}).*", "$1");
    }
}
