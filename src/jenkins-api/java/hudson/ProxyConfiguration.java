package hudson;

import hudson.util.Secret;
import java.io.Serializable;

public final class ProxyConfiguration implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final int port;
    private String userName;
    private Secret secretPassword;
    private String noProxyHost;

    public ProxyConfiguration(String name, int port) {
        this.name = name;
        this.port = port;
    }

    public String getName() {
        return name;
    }

    public int getPort() {
        return port;
    }

    public String getUserName() {
        return userName;
    }

    public void setUserName(String userName) {
        this.userName = userName;
    }

    public Secret getSecretPassword() {
        return secretPassword;
    }

    public void setSecretPassword(Secret secretPassword) {
        this.secretPassword = secretPassword;
    }

    public String getNoProxyHost() {
        return noProxyHost;
    }

    public void setNoProxyHost(String noProxyHost) {
        this.noProxyHost = noProxyHost;
    }
}
