package io.jenkins.plugins.ocichart.pipeline;

import hudson.model.Run;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** A build that keeps its records in a directory of the test. */
public final class PipelineBuild extends Run<PipelineJob, PipelineBuild> {
    private final Path rootDir;

    PipelineBuild(Path rootDir) throws IOException {
        super(new PipelineJob("charts", rootDir.resolveSibling("job")));
        this.rootDir = rootDir;
    }

    @Override
    public File getRootDir() {
        return rootDir.toFile();
    }

    /** Where the file of an archived artifact is. */
    public Path artifact(String name) {
        return rootDir.resolve("archive").resolve(name);
    }
}
