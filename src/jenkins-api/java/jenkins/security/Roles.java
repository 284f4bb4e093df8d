package jenkins.security;

import org.jenkinsci.remoting.Role;

public class Roles {
    public static final Role SLAVE = new Role("slave");

    private Roles() {}
}
