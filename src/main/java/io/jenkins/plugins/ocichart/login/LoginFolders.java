package io.jenkins.plugins.ocichart.login;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.XmlFile;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.ComputerListener;
import hudson.slaves.WorkspaceList;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;

/**
 * The folders of all login files on agents, recorded before the file is written. A block deletes its own folder; if it can't,
 * because the agent was lost or Jenkins was killed and couldn't resume the build, this deletes the folder when the agent comes
 * online again.
 */
@Extension
public final class LoginFolders {
    private List<LoginFolder> folders = new ArrayList<>();
    private transient boolean loaded;

    /** Names of the folders of blocks that run, with their builds, which stay known if their job is renamed. */
    private final transient Map<String, Run<?, ?>> inUse = new HashMap<>();

    /** Those of this Jenkins. */
    public static LoginFolders get() {
        return ExtensionList.lookupSingleton(LoginFolders.class);
    }

    /**
     * The folder of a block, in the workspace's temporary folder, which is next to the workspace and not in it.
     *
     * @param directory the current directory, on the agent
     * @param workspace the path of the workspace, null if the directory is the workspace
     * @param name the folder's name, which no other block has
     */
    public static FilePath folder(FilePath directory, String workspace, String name) throws AbortException {
        boolean below = workspace != null && isWithin(directory.getRemote(), workspace);
        FilePath temporary = WorkspaceList.tempDir(below ? directory.child(workspace) : directory);
        if (temporary == null) {
            throw new AbortException(Messages.LoginFolders_noTemporaryFolder(directory.getRemote()));
        }
        return temporary.child(name);
    }

    private static boolean isWithin(String path, String folder) {
        return path.startsWith(folder + "/") || path.startsWith(folder + "\\");
    }

    /** Records a folder that is about to be made for a build. */
    public synchronized void add(FilePath folder, Run<?, ?> run) throws IOException {
        Computer computer = folder.toComputer();
        load();
        Jenkins jenkins = Jenkins.get();
        folders.removeIf(old -> !old.node.isEmpty() && jenkins.getNode(old.node) == null && isLeft(old));
        folders.add(new LoginFolder(
                computer == null ? "" : computer.getName(), folder.getRemote(), run.getExternalizableId()));
        inUse.put(folder.getName(), run);
        save();
    }

    /** Notes that a block continues after a restart of Jenkins and will delete its folder itself. */
    public synchronized void resume(String name, Run<?, ?> run) {
        inUse.put(name, run);
    }

    /** Deletes the folder of a block; does nothing if there is none. */
    public void delete(FilePath folder) throws IOException, InterruptedException {
        folder.deleteRecursive();
        remove(folder.getName());
    }

    /**
     * Leaves a folder to be deleted when its agent is online again.
     *
     * @param cause why the block can't delete it
     * @return what the log should say
     */
    public synchronized String abandon(String name, Exception cause) throws IOException {
        load();
        inUse.remove(name);
        folders.stream().filter(folder -> folder.name().equals(name)).forEach(LoginFolder::abandon);
        save();
        return Messages.LoginFolders_left(name, cause.getMessage());
    }

    /**
     * Deletes what was left on a node.
     *
     * @param channel null if the node is offline again
     */
    void sweep(String node, VirtualChannel channel, TaskListener listener) throws IOException, InterruptedException {
        if (channel == null) {
            return; // without a channel the paths would be the controller's
        }
        for (LoginFolder folder : leftOn(node)) {
            new FilePath(channel, folder.path).deleteRecursive();
            listener.getLogger().println(Messages.LoginFolders_deleted(folder.path));
            remove(folder.name());
        }
    }

    private synchronized List<LoginFolder> leftOn(String node) throws IOException {
        load();
        return folders.stream()
                .filter(folder -> folder.node.equals(node) && isLeft(folder))
                .toList();
    }

    private synchronized void remove(String name) throws IOException {
        load();
        inUse.remove(name);
        if (folders.removeIf(folder -> folder.name().equals(name))) {
            save();
        }
    }

    private boolean isLeft(LoginFolder folder) {
        Run<?, ?> run = inUse.get(folder.name());
        if (run != null) {
            return !run.isBuilding(); // a build that is killed deletes nothing
        }
        // The user who adds or sweeps may not be allowed to see the job.
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return folder.isLeft();
        }
    }

    private void load() throws IOException {
        if (!loaded && file().exists()) {
            file().unmarshal(this);
        }
        loaded = true;
    }

    private void save() throws IOException {
        file().write(this);
    }

    private static XmlFile file() {
        return new XmlFile(new File(Jenkins.get().getRootDir(), LoginFolders.class.getName() + ".xml"));
    }

    /** Deletes the folders that blocks have left on an agent when it is back. */
    @Extension
    public static final class Sweeper extends ComputerListener {
        /** At the start of Jenkins this is called for the built-in node too, after builds were loaded. */
        @Override
        public void onOnline(Computer computer, TaskListener listener) throws IOException, InterruptedException {
            LoginFolders.get().sweep(computer.getName(), computer.getChannel(), listener);
        }
    }
}
