package com.cloudbees.plugins.credentials;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Holds credentials in memory. */
public class SystemCredentialsProvider {
    private static final SystemCredentialsProvider INSTANCE = new SystemCredentialsProvider();

    private final List<Credentials> credentials = new CopyOnWriteArrayList<>();

    public SystemCredentialsProvider() {}

    public static SystemCredentialsProvider getInstance() {
        return INSTANCE;
    }

    public List<Credentials> getCredentials() {
        return credentials;
    }
}
