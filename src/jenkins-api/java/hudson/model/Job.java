package hudson.model;

import java.io.File;

@SuppressWarnings("rawtypes")
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem {
    protected Job(ItemGroup parent, String name) {
        super(parent, name);
    }

    public RunT getBuildByNumber(int n) {
        throw new UnsupportedOperationException("stand-in");
    }

    public <T extends JobProperty> T getProperty(Class<T> clazz) {
        return null;
    }

    public File getBuildDir() {
        return new File(getRootDir(), "builds");
    }
}
