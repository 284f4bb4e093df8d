package hudson.tools;

import hudson.model.Descriptor;
import java.lang.reflect.Array;
import java.util.List;

public abstract class ToolDescriptor<T extends ToolInstallation> extends Descriptor<ToolInstallation> {
    private T[] installations;

    protected ToolDescriptor() {}

    @SuppressWarnings("unchecked")
    public T[] getInstallations() {
        return installations == null ? (T[]) Array.newInstance(clazz, 0) : installations;
    }

    @SuppressWarnings("unchecked")
    public void setInstallations(T... installations) {
        this.installations = installations.clone();
    }

    public List<? extends ToolInstaller> getDefaultInstallers() {
        return List.of();
    }
}
