package hudson.tools;

import hudson.model.Descriptor;
import java.util.List;

public abstract class ToolDescriptor<T extends ToolInstallation> extends Descriptor<ToolInstallation> {
    private T[] installations;

    protected ToolDescriptor() {}

    public T[] getInstallations() {
        return installations;
    }

    @SuppressWarnings("unchecked")
    public void setInstallations(T... installations) {
        this.installations = installations.clone();
    }

    public List<? extends ToolInstaller> getDefaultInstallers() {
        return List.of();
    }
}
