package io.jenkins.plugins.ocichart.record;

import hudson.EnvVars;
import hudson.model.AbstractBuild;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables that tell later steps of a freestyle build about the chart that was packaged, pushed or pulled last:
 *
 * <table>
 * <caption>Variables</caption>
 * <tr><td>{@code OCI_CHART_REF}</td><td>{@code registry/repository:tag}, not after packaging</td></tr>
 * <tr><td>{@code OCI_CHART_DIGEST}</td><td>digest of the manifest, not after packaging</td></tr>
 * <tr><td>{@code OCI_CHART_NAME}, {@code OCI_CHART_VERSION}</td><td>name and version of the chart</td></tr>
 * <tr><td>{@code OCI_CHART_PATH}</td><td>the archive or folder in the workspace, not after a push</td></tr>
 * </table>
 *
 * <p>All of them are of one chart: each of these steps replaces them together. Of several charts that one step pushes it is
 * the last by file name, the last element of the list that the Pipeline step returns; {@code oci-charts.json} has all.
 *
 * <p>Pipelines don't get them: their steps return these values, and parallel branches would share variables that change in
 * the middle of a build.
 */
final class ChartEnvironment extends InvisibleAction implements EnvironmentContributingAction {
    /** Replaced, never changed, since the build may be stored at any time. */
    private volatile Map<String, String> variables = new LinkedHashMap<>();

    /**
     * Shows a chart to the steps that follow; does nothing in a Pipeline. The caller stores the build.
     *
     * @param path null after a push
     */
    static void show(Run<?, ?> run, RecordedChart chart, String path) {
        if (!(run instanceof AbstractBuild)) {
            return;
        }
        Map<String, String> changed = new LinkedHashMap<>();
        if (chart.registry != null) {
            changed.put("OCI_CHART_REF", chart.ref);
            changed.put("OCI_CHART_DIGEST", chart.digest);
        }
        changed.put("OCI_CHART_NAME", chart.name);
        changed.put("OCI_CHART_VERSION", chart.version);
        if (path != null) {
            changed.put("OCI_CHART_PATH", path);
        }
        synchronized (run) {
            ChartEnvironment action = run.getAction(ChartEnvironment.class);
            if (action == null) {
                action = new ChartEnvironment();
                run.addAction(action);
            }
            action.variables = changed;
        }
    }

    @Override
    public void buildEnvironment(Run<?, ?> run, EnvVars env) {
        // Jenkins expands $NAME in the values of a freestyle build's variables, and $$ to $.
        variables.forEach((name, value) -> env.put(name, value.replace("$", "$$")));
    }
}
