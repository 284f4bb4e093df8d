package io.jenkins.plugins.ocichart.security;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import jenkins.security.MasterToSlaveCallable;

/** Has a JVM write everything that the plugin and the JDK's HTTP client log to a file. */
final class FinestLog extends MasterToSlaveCallable<Void, IOException> {
    private static final long serialVersionUID = 1L;

    /** Else the JVM forgets their levels. */
    private static final List<Logger> KEPT = new ArrayList<>();

    private final String file;

    FinestLog(String file) {
        this.file = file;
    }

    @Override
    public Void call() throws IOException {
        FileHandler handler = new FileHandler(file);
        handler.setLevel(Level.ALL);
        handler.setFormatter(new SimpleFormatter());
        for (String name : List.of("io.jenkins.plugins.ocichart", "jdk.httpclient", "jdk.internal.httpclient")) {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
            KEPT.add(logger);
        }
        return null;
    }
}
