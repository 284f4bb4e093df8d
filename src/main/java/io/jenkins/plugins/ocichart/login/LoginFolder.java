package io.jenkins.plugins.ocichart.login;

import hudson.model.Run;

/** The folder of a block's login file. Kept on the controller's disk; not a record: XStream can't read those back. */
final class LoginFolder {
    final String node;
    final String path;
    private final String build;
    private boolean abandoned;

    /**
     * A folder on a node.
     *
     * @param node the node's name, empty for the built-in one
     * @param path the folder's path there
     * @param build {@link Run#getExternalizableId} of the build that uses it, which changes if its job is renamed
     */
    LoginFolder(String node, String path, String build) {
        this.node = node;
        this.path = path;
        this.build = build;
    }

    /** The last part of the path, which no other folder has. */
    String name() {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** Notes that the block has ended without deleting the folder. */
    void abandon() {
        abandoned = true;
    }

    /** Whether no build that Jenkins knows by this id will delete the folder. */
    boolean isLeft() {
        if (abandoned) {
            return true;
        }
        Run<?, ?> run = Run.fromExternalizableId(build);
        return run == null || !run.isBuilding();
    }
}
