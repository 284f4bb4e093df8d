package io.jenkins.plugins.ocichart.pipeline;

import hudson.model.Job;

/** The job of a {@link PipelineBuild}. */
final class PipelineJob extends Job<PipelineJob, PipelineBuild> {
    PipelineJob(String name) {
        super(null, name);
    }
}
