package io.jenkins.plugins.ocichart.form;

import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A classic chart repository that a step knows: its name, for {@code @NAME} and {@code alias:NAME}, and how to log in to it. */
public final class NamedRepository implements Describable<NamedRepository>, Serializable {
    private static final long serialVersionUID = 1L;

    public final String url;

    @DataBoundSetter
    public String name = "";

    @DataBoundSetter
    public String credentialsId = "";

    @DataBoundSetter
    public boolean passCredentials;

    @DataBoundConstructor
    public NamedRepository(String url) {
        this.url = Util.fixNull(url).strip();
    }

    private NamedRepository(NamedRepository typed, UnaryOperator<String> variables) {
        this(variables.apply(typed.url));
        this.name = variables.apply(typed.name);
        this.credentialsId = typed.credentialsId;
        this.passCredentials = typed.passCredentials;
    }

    /** The same repositories with variables expanded in what the user typed. */
    public static List<NamedRepository> expanded(List<NamedRepository> repositories, UnaryOperator<String> variables) {
        List<NamedRepository> expanded = new ArrayList<>();
        for (NamedRepository one : repositories == null ? List.<NamedRepository>of() : repositories) {
            expanded.add(new NamedRepository(one, variables));
        }
        return expanded;
    }

    /** The form of a repository. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NamedRepository> implements RepositoryForm {
        @Override
        public String getDisplayName() {
            return Messages.RepositoryForm_displayName();
        }
    }
}
