package io.jenkins.plugins.ocichart.build;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.XmlFile;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;

/**
 * The folders of all login files that there are on agents now, written down before the file is. A block deletes its own;
 * what it leaves behind, because the agent was lost or Jenkins was killed and couldn't resume the build, is deleted when
 * the agent comes online again.
 */
@Extension
public final class LoginFolders {
    private List<LoginFolder> folders = new ArrayList<>();
    private transient boolean loaded;

    static LoginFolders get() {
        return ExtensionList.lookupSingleton(LoginFolders.class);
    }

    /** Writes down a folder that is about to be made for a build. */
    synchronized void add(FilePath folder, Run<?, ?> run) throws IOException {
        Computer computer = folder.toComputer();
        load();
        Jenkins jenkins = Jenkins.get();
        folders.removeIf(old -> !old.node().isEmpty() && jenkins.getNode(old.node()) == null && isLeft(old));
        folders.add(new LoginFolder(
                computer == null ? "" : computer.getName(), folder.getRemote(), run.getExternalizableId()));
        save();
    }

    /** Forgets a folder that is gone. */
    synchronized void remove(String name) throws IOException {
        load();
        if (folders.removeIf(folder -> folder.isNamed(name))) {
            save();
        }
    }

    /** Says that nobody else is going to delete a folder. */
    synchronized void abandon(String name) throws IOException {
        load();
        folders.stream().filter(folder -> folder.isNamed(name)).forEach(LoginFolder::abandon);
        save();
    }

    /** Deletes what blocks have left on a node that has just come online. */
    void sweep(Computer computer, TaskListener listener) throws IOException, InterruptedException {
        for (LoginFolder folder : leftOn(computer.getName())) {
            new FilePath(computer.getChannel(), folder.path()).deleteRecursive();
            listener.getLogger().println(Messages.LoginFolders_deleted(folder.path()));
            forget(folder);
        }
    }

    private synchronized List<LoginFolder> leftOn(String node) throws IOException {
        load();
        return folders.stream()
                .filter(folder -> folder.node().equals(node) && isLeft(folder))
                .toList();
    }

    private synchronized void forget(LoginFolder folder) throws IOException {
        folders.remove(folder);
        save();
    }

    private static boolean isLeft(LoginFolder folder) {
        // Whoever adds or sweeps may not be allowed to see the job.
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
}
