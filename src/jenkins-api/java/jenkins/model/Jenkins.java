package jenkins.model;

import hudson.ProxyConfiguration;
import hudson.model.Computer;
import hudson.model.FingerprintMap;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Node;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import org.springframework.security.access.AccessDeniedException;

/** The one Jenkins of the process, without nodes; everything is permitted in it. */
public class Jenkins extends Node implements AccessControlled, ItemGroup<Item> {
    public static final Permission ADMINISTER = Permission.CONFIGURE;

    private static final Jenkins INSTANCE = new Jenkins();

    private final FingerprintMap fingerprintMap = new FingerprintMap();
    private ProxyConfiguration proxy;

    private Jenkins() {}

    public static Jenkins get() {
        return INSTANCE;
    }

    public FingerprintMap getFingerprintMap() {
        return fingerprintMap;
    }

    public ProxyConfiguration getProxy() {
        return proxy;
    }

    public void setProxy(ProxyConfiguration proxy) {
        this.proxy = proxy;
    }

    public <T extends Item> T getItemByFullName(String fullName, Class<T> type) throws AccessDeniedException {
        throw new UnsupportedOperationException("stand-in");
    }

    public File getRootDir() {
        return new File("target");
    }

    @Override
    public String getNodeName() {
        return "";
    }

    public Node getNode(String name) {
        return null;
    }

    public Computer getComputer(String name) {
        return null;
    }

    @Override
    public ACL getACL() {
        throw new UnsupportedOperationException("stand-in");
    }

    @Override
    public void checkPermission(Permission permission) {
        // Nobody is refused without Jenkins.
    }

    @Override
    public boolean hasPermission(Permission permission) {
        return true;
    }
}
