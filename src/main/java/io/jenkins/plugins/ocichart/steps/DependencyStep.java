package io.jenkins.plugins.ocichart.steps;

import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.form.PullForm;
import io.jenkins.plugins.ocichart.tasks.UpdateDependencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that fetches the dependencies of a chart. */
public abstract class DependencyStep extends TrustStep {
    @DataBoundSetter
    public String chart = PullForm.HERE, credentialsId = "";

    @DataBoundSetter
    public List<NamedRepository> repositories = new ArrayList<>();

    final UpdateDependencies task(boolean fromLock) {
        return new UpdateDependencies(Arrays.asList(chart), fromLock, repositories, trust(), registry(credentialsId));
    }
}
