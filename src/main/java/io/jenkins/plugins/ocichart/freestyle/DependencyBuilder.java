package io.jenkins.plugins.ocichart.freestyle;

import io.jenkins.plugins.ocichart.form.NamedRepository;
import io.jenkins.plugins.ocichart.form.PullForm;
import io.jenkins.plugins.ocichart.tasks.UpdateDependencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kohsuke.stapler.DataBoundSetter;

/** A build step that fetches the dependencies of a chart. */
public abstract class DependencyBuilder extends TrustBuilder {
    @DataBoundSetter
    public String chart = PullForm.HERE, credentialsId = "";

    @DataBoundSetter
    public List<NamedRepository> repositories = new ArrayList<>();

    final UpdateDependencies task(boolean fromLock, Variables variables) {
        return new UpdateDependencies(
                Arrays.asList(variables.expand(chart)),
                fromLock,
                NamedRepository.expanded(repositories, variables::expand),
                trust(variables),
                registry(credentialsId, variables));
    }
}
