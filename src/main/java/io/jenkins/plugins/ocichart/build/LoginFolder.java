package io.jenkins.plugins.ocichart.build;

import hudson.model.Run;

/** Where a block has put its login file. Kept on the controller's disk; not a record: XStream can't read those back. */
final class LoginFolder {
    private final String node;
    private final String path;
    private final String build;
    private boolean abandoned;

    LoginFolder(String node, String path, String build) {
        this.node = node;
        this.path = path;
        this.build = build;
    }

    /** The node's name, empty for the built-in one. */
    String node() {
        return node;
    }

    /** The folder's path on the node. */
    String path() {
        return path;
    }

    /** Whether the path ends with this name. */
    boolean isNamed(String name) {
        return path.endsWith("/" + name) || path.endsWith("\\" + name);
    }

    /** Says that the block has ended and could not delete the folder. */
    void abandon() {
        abandoned = true;
    }

    /** Whether no block will delete the folder any more. */
    boolean isLeft() {
        if (abandoned) {
            return true;
        }
        Run<?, ?> run = Run.fromExternalizableId(build);
        return run == null || !run.isBuilding();
    }
}
