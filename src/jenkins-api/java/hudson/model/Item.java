package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;

public interface Item extends AccessControlled {
    Permission BUILD = Permission.CONFIGURE;
    Permission CONFIGURE = Permission.CONFIGURE;
    Permission EXTENDED_READ = Permission.CONFIGURE;

    String getFullName();
}
