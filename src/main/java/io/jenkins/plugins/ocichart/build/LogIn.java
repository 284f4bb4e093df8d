package io.jenkins.plugins.ocichart.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.Util;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.ocichart.config.ConnectionParameters;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.ResolvedCredential;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.operation.LoginFile;
import io.jenkins.plugins.ocichart.operation.LoginRequest;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.logins.AgentLogins;
import io.jenkins.plugins.ocichart.remoting.LoginCallable;
import io.jenkins.plugins.ocichart.remoting.LoginFileCallable;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Logs a build in to a registry, for the time of a block or until it logs out. */
public final class LogIn {
    private LogIn() {}

    /** The parameters of the step; see its help for what each means. */
    public record Parameters(String registry, String credentialsId, ConnectionParameters connection)
            implements Serializable {}

    /**
     * What holds inside a block.
     *
     * @param logins for the steps of this plugin
     * @param variables for other tools; empty outside a node
     * @param mask for the log
     */
    public record Block(RegistryLogins logins, Map<String, String> variables, SecretMask mask) {}

    /**
     * Logs in until the build logs out or ends.
     *
     * @throws AbortException where the registry refuses
     */
    public static void plain(BuildContext context, Parameters parameters) throws IOException, InterruptedException {
        PlainLogins.add(context.run(), check(context, parameters).login());
    }

    /**
     * Logs in for the time of a block, and writes the login file in the workspace's temporary folder where there is one.
     *
     * @param folder name of the folder that the file is written to; overwritten where it exists, gone where this fails
     * @throws AbortException where the registry refuses
     */
    public static Block open(BuildContext context, Parameters parameters, String folder)
            throws IOException, InterruptedException {
        Checked checked = check(context, parameters);
        RegistryLogins logins = RegistryLogins.within(context.logins(), checked.login());
        if (context.directory() == null) {
            return new Block(
                    logins,
                    Map.of(),
                    SecretMask.of(checked.credential(), List.of(), context.run().getCharset()));
        }
        FilePath directory = directory(context.directory(), folder);
        List<RegistryCredential> written = write(context, logins, checked, directory, folder);
        SecretMask mask =
                SecretMask.of(checked.credential(), written, context.run().getCharset());
        Map<String, String> variables = AgentLogins.variables(
                directory.getRemote(), directory.child(LoginFile.NAME).getRemote());
        return new Block(logins.withFile(variables, context.environment()), variables, mask);
    }

    /** Returns what tools in the block are shown. */
    private static List<RegistryCredential> write(
            BuildContext context, RegistryLogins logins, Checked checked, FilePath directory, String folder)
            throws IOException, InterruptedException {
        LoginFolders.get().add(directory, context.run());
        boolean done = false;
        try {
            LoginFile file = new LoginFile(accesses(context, logins, checked));
            List<RegistryCredential> written = new RegistryWork(
                            context, checked.credential().credential())
                    .run(
                            directory,
                            new LoginFileCallable(file, context.directory().getRemote()));
            done = true;
            return written;
        } finally {
            if (!done) {
                discard(context, folder);
            }
        }
    }

    /** Deletes the login file of a block; does nothing where there is none. */
    public static void close(FilePath workspace, String folder) throws IOException, InterruptedException {
        directory(workspace, folder).deleteRecursive();
        LoginFolders.get().remove(folder);
    }

    /** Deletes the login file of a block that fails anyway: where it can't be done now, Jenkins does it later. */
    public static void discard(BuildContext context, String folder) throws IOException {
        try {
            close(context.directory(), folder);
        } catch (IOException | InterruptedException e) {
            context.listener().getLogger().println(abandon(folder, e));
        }
    }

    /**
     * Has Jenkins delete the login file of a block when its agent is online again.
     *
     * @param cause why the block can't do it
     * @return what the log should say
     */
    public static String abandon(String folder, Exception cause) throws IOException {
        LoginFolders.get().abandon(folder);
        return Messages.LogIn_fileLeft(folder, cause.getMessage());
    }

    private record Checked(Login login, ResolvedCredential credential) {}

    private static Checked check(BuildContext context, Parameters parameters) throws IOException, InterruptedException {
        if (Util.fixEmptyAndTrim(parameters.registry()) == null) {
            throw new AbortException(Messages.LogIn_noRegistry());
        }
        if (Util.fixEmptyAndTrim(parameters.credentialsId()) == null) {
            throw new AbortException(Messages.LogIn_noCredentials(parameters.registry()));
        }
        RegistryHost host = LogOut.host(parameters.registry());
        ConnectionParameters connection = parameters.connection().isDefault()
                ? OciChartConfiguration.get()
                        .entryFor(parameters.registry())
                        .map(RegistryEndpoint::connection)
                        .orElse(parameters.connection())
                : parameters.connection();
        ResolvedCredential credential =
                RegistryCredentials.find(parameters.credentialsId(), host, connection.plainHttp(), context.run());
        RegistryAccess access = AccessResolver.access(context, connection, credential.credential());
        if (context.directory() == null && connection.namesFiles()) {
            // A job must not make the controller read files of its own disk.
            throw new AbortException(Messages.LogIn_filesWithoutNode());
        }
        RegistryWork work = new RegistryWork(context, credential.credential());
        work.run(context.directory(), new LoginCallable(new LoginRequest(parameters.registry(), access), work.log()));
        return new Checked(new Login(host, parameters.credentialsId(), connection), credential);
    }

    /** All logins that hold inside the block, as far as a login file can have them. */
    private static Map<String, RegistryAccess> accesses(BuildContext context, RegistryLogins logins, Checked innermost)
            throws AbortException {
        Map<String, RegistryAccess> accesses = new LinkedHashMap<>();
        for (Login login : logins.all()) {
            ResolvedCredential resolved = login == innermost.login()
                    ? innermost.credential()
                    : RegistryCredentials.find(
                            login.credentialsId(),
                            login.registry(),
                            login.connection().plainHttp(),
                            context.run());
            if (resolved.credential().kind() == RegistryCredential.Kind.CLIENT_CERTIFICATE) {
                context.listener().getLogger().println(Messages.LogIn_certificate(login.registry()));
            } else {
                accesses.put(
                        login.registry().value(),
                        AccessResolver.access(context, login.connection(), resolved.credential()));
            }
        }
        return accesses;
    }

    private static FilePath directory(FilePath workspace, String folder) throws AbortException {
        FilePath temporary = WorkspaceList.tempDir(workspace);
        if (temporary == null) {
            throw new AbortException(Messages.LogIn_noTemporaryFolder(workspace.getRemote()));
        }
        return temporary.child(folder);
    }
}
