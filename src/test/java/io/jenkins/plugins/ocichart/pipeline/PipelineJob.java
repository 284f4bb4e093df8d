package io.jenkins.plugins.ocichart.pipeline;

import hudson.model.Job;
import java.io.File;
import java.nio.file.Path;

/** The job of a {@link PipelineBuild}. */
final class PipelineJob extends Job<PipelineJob, PipelineBuild> {
    private final Path rootDir;

    PipelineJob(String name, Path rootDir) {
        super(null, name);
        this.rootDir = rootDir;
    }

    @Override
    public File getRootDir() {
        return rootDir.toFile();
    }
}
