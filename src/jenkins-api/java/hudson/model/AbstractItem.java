package hudson.model;

import hudson.security.ACL;

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

    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("stand-in");
    }
}
