package hudson.model;

import jenkins.model.Loadable;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Loadable, Saveable {
    public final transient Class<? extends T> clazz;

    protected Descriptor(Class<? extends T> clazz) {
        this.clazz = clazz;
    }

    @SuppressWarnings("unchecked")
    protected Descriptor() {
        Class<?> outer = getClass().getEnclosingClass();
        this.clazz = (Class<? extends T>) (outer == null ? getClass() : outer);
    }

    public String getDisplayName() {
        return clazz.getSimpleName();
    }

    public String getConfigPage() {
        throw new UnsupportedOperationException("stand-in");
    }

    public String getHelpFile(String fieldName) {
        throw new UnsupportedOperationException("stand-in");
    }

    public T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
        throw new UnsupportedOperationException("stand-in");
    }

    public boolean configure(StaplerRequest2 req, JSONObject json) throws FormException {
        throw new UnsupportedOperationException("stand-in");
    }

    @Override
    public synchronized void save() {
        // Nothing is kept between two runs of the default build's tests.
    }

    @Override
    public synchronized void load() {
        // Nothing is kept between two runs of the default build's tests.
    }

    public static final class FormException extends Exception {
        private static final long serialVersionUID = 1L;

        public FormException(String message, String formField) {
            super(message);
        }
    }
}
