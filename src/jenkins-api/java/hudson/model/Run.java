package hudson.model;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import jenkins.model.ArtifactManager;
import jenkins.model.RunAction2;
import jenkins.model.StandardArtifactManager;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements AccessControlled {
    public static final Permission ARTIFACTS = Permission.CONFIGURE;

    private final JobT project;
    private final long timestamp = System.currentTimeMillis();

    protected Run(JobT job) throws IOException {
        this.project = job;
    }

    public JobT getParent() {
        return project;
    }

    public int getNumber() {
        return 1;
    }

    public final long getTimeInMillis() {
        return timestamp;
    }

    public String getUrl() {
        throw new UnsupportedOperationException("stand-in");
    }

    @Override
    public String getDisplayName() {
        return "#" + getNumber();
    }

    public String getFullDisplayName() {
        return project.getDisplayName() + ' ' + getDisplayName();
    }

    public File getRootDir() {
        throw new UnsupportedOperationException("stand-in");
    }

    public boolean isBuilding() {
        return true;
    }

    public String getExternalizableId() {
        return project.getDisplayName() + '#' + getNumber();
    }

    public static Run<?, ?> fromExternalizableId(String id) {
        return null;
    }

    public final Charset getCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    public void addAction(Action a) {
        super.addAction(a);
        if (a instanceof RunAction2 attached) {
            attached.onAttached(this);
        }
    }

    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("stand-in");
    }

    public final ArtifactManager getArtifactManager() {
        return new StandardArtifactManager(this);
    }

    public final synchronized ArtifactManager pickArtifactManager() throws IOException {
        return new StandardArtifactManager(this);
    }

    public synchronized void save() throws IOException {
        // Nothing is kept between two runs of the default build's tests.
    }
}
