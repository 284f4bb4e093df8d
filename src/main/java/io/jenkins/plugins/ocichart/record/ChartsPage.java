package io.jenkins.plugins.ocichart.record;

import hudson.model.Action;
import hudson.model.Api;

/** A page with the charts of a build or a job, and its REST API. Public, since Jelly calls no method of other classes. */
public abstract class ChartsPage implements Action {
    /** A ship's wheel; Jenkins' own cube is the icon of a build's artifacts. */
    static final String ICON = "symbol-helm-chart plugin-oci-chart";

    public final Api getApi() {
        return new Api(this);
    }

    @Override
    public final String getIconFileName() {
        return ICON;
    }

    @Override
    public final String getDisplayName() {
        return Messages.Charts_displayName();
    }

    /** Below the page of the build or job. */
    @Override
    public final String getUrlName() {
        return "oci-charts";
    }
}
