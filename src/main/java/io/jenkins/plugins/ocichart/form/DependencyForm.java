package io.jenkins.plugins.ocichart.form;

/** The form of the dependencies of a chart in a folder, whose registries only its Chart.yaml knows. */
public interface DependencyForm extends ConnectionForm, TrustForm {
    /** The default folder. */
    String HERE = ".";
}
