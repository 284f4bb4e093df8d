package io.jenkins.plugins.ocichart.record;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.RootAction;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.springframework.security.access.AccessDeniedException;

/**
 * The page <i>Chart deployments</i> at the root of Jenkins: which chart, version and digest is deployed in which environment,
 * since when and by which build, and what was there before. Users see the deployments of the jobs that they may read;
 * administrators also those of jobs that are gone.
 */
@Extension
@ExportedBean
public final class ChartDeployments implements RootAction {
    static final String URL_NAME = "oci-chart-deployments";

    /** How many rows a page has at most. */
    static final int ROWS = 1000;

    private static final Logger LOGGER = Logger.getLogger(ChartDeployments.class.getName());

    private DeploymentLog log;

    /** That of this Jenkins. */
    static ChartDeployments get() {
        return ExtensionList.lookupSingleton(ChartDeployments.class);
    }

    /** Adds what a build has deployed. */
    static void add(Run<?, ?> run, RecordedDeployment deployment) throws IOException {
        get().log().add(run, deployment);
    }

    /** What is deployed that the viewer may see, by environment, chart and release. */
    @Exported(inline = true)
    public List<Deployment> getDeployments() throws IOException {
        List<Deployment> visible = new ArrayList<>(log().deployed());
        visible.removeIf(new Visible().negate());
        visible.sort(Comparator.comparing(Deployment::getEnvironment)
                .thenComparing(Deployment::getName)
                .thenComparing(Deployment::getNamespace)
                .thenComparing(Deployment::getRelease));
        return visible;
    }

    /** The first of them, as many as a page has room for. */
    public List<Deployment> rows(List<Deployment> deployments) {
        return deployments.subList(0, Math.min(ROWS, deployments.size()));
    }

    /** The last {@value #ROWS} deployments that the viewer may see, newest first. */
    @Exported(visibility = 1, inline = true)
    public List<Deployment> getHistory() throws IOException {
        return log().history(new Visible(), ROWS);
    }

    /** The same of one environment. */
    public List<Deployment> historyOf(String environment) throws IOException {
        Predicate<Deployment> visible = new Visible();
        return log().history(
                        deployment -> deployment.getEnvironment().equals(environment) && visible.test(deployment),
                        ROWS);
    }

    /** Whether a job has deployed anything. */
    boolean hasDeployed(Job<?, ?> job) {
        try {
            return log().jobs().contains(job.getFullName());
        } catch (IOException e) {
            LOGGER.log(Level.FINE, e, () -> DeploymentLog.NAME + " can't be read");
            return false;
        }
    }

    /** What the last deployments of a job have left deployed. */
    List<Deployment> deployedBy(Job<?, ?> job) {
        try {
            return log().deployed().stream()
                    .filter(deployment -> deployment.getJob().equals(job.getFullName()))
                    .toList();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> DeploymentLog.NAME + " can't be read");
            return List.of();
        }
    }

    public Api getApi() {
        return new Api(this);
    }

    @Override
    public String getIconFileName() {
        return log().exists() ? ChartsPage.ICON : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.ChartDeployments_displayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    private synchronized DeploymentLog log() {
        if (log == null) {
            log = new DeploymentLog(Jenkins.get().getRootDir().toPath().resolve(DeploymentLog.NAME));
        }
        return log;
    }

    /** Whether the viewer may see a deployment. Each job is looked up once. */
    private static final class Visible implements Predicate<Deployment> {
        private final boolean administrator = Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        private final Map<String, Boolean> jobs = new HashMap<>();

        @Override
        public boolean test(Deployment deployment) {
            return administrator || jobs.computeIfAbsent(deployment.getJob(), name -> readable(name) != null);
        }
    }

    /** A job that the viewer may read; null for any other. */
    static Job<?, ?> readable(String name) {
        try {
            return name.isEmpty() ? null : Jenkins.get().getItemByFullName(name, Job.class);
        } catch (AccessDeniedException e) {
            return null; // the viewer may discover the job, but not read it
        }
    }

    /** Keeps the names of jobs right. */
    @Extension
    public static final class Jobs extends ItemListener {
        @Override
        public void onLocationChanged(Item item, String oldFullName, String newFullName) {
            note(() -> get().log().moved(oldFullName, newFullName));
        }

        @Override
        public void onDeleted(Item item) {
            note(() -> get().log().deleted(item.getFullName()));
        }

        private interface Change {
            void run() throws IOException;
        }

        private static void note(Change change) {
            try {
                change.run();
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, () -> DeploymentLog.NAME + " can't be written: " + ErrorLine.of(e));
            }
        }
    }
}
