package hudson.model;

import hudson.security.ACL;
import java.io.File;

@SuppressWarnings("rawtypes")
public abstract class AbstractItem extends Actionable implements Item {
    private final String name;

    protected AbstractItem(ItemGroup parent, String name) {
        this.name = name;
    }

    @Override
    public final String getFullName() {
        return name;
    }

    @Override
    public String getDisplayName() {
        return name;
    }

    public final String getUrl() {
        throw new UnsupportedOperationException("stand-in");
    }

    public File getRootDir() {
        throw new UnsupportedOperationException("stand-in");
    }

    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("stand-in");
    }
}
