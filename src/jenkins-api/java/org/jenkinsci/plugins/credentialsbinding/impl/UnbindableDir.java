package org.jenkinsci.plugins.credentialsbinding.impl;

import hudson.FilePath;
import java.io.IOException;
import org.jenkinsci.plugins.credentialsbinding.MultiBinding.Unbinder;

public class UnbindableDir {
    UnbindableDir() {}

    public Unbinder getUnbinder() {
        throw new UnsupportedOperationException("stand-in");
    }

    public FilePath getDirPath() {
        throw new UnsupportedOperationException("stand-in");
    }

    public static UnbindableDir create(FilePath workspace) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("stand-in");
    }
}
