package io.jenkins.plugins.ocichart.tasks;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.credentials.RegistryCredentials;
import io.jenkins.plugins.ocichart.credentials.ResolvedCredential;
import io.jenkins.plugins.ocichart.credentials.SecretMask;
import io.jenkins.plugins.ocichart.login.BlockLogins;
import io.jenkins.plugins.ocichart.login.BuildLogin;
import io.jenkins.plugins.ocichart.login.LoginBlock;
import io.jenkins.plugins.ocichart.login.LoginFolders;
import io.jenkins.plugins.ocichart.login.PlainLogins;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.login.LoginFile;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.registry.RegistryHost;
import io.jenkins.plugins.ocichart.registry.logins.AgentLogins;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Logs a build in to a registry, for a block or until it logs out. See the step's help for the parameters. */
public record LogIn(String registry, RegistryOptions options) implements Task<Void> {
    /** Logs in until the build logs out or ends. */
    @Override
    public Void run(BuildContext context) throws IOException, InterruptedException {
        Login login = prepare(context);
        login.check(null);
        PlainLogins.add(context.run(), login.stored());
        return null;
    }

    /**
     * Logs in for a block, and writes the login file if there is an agent.
     *
     * @param folder the name of the login file's folder; overwritten if it exists, gone if this fails
     * @throws AbortException if the registry refuses
     */
    public LoginBlock open(BuildContext context, String folder) throws IOException, InterruptedException {
        Login login = prepare(context);
        BlockLogins logins = BlockLogins.within(context.logins(), login.stored());
        if (context.directory() == null) {
            login.check(null);
            return new LoginBlock(logins, Map.of(), login.mask(List.of()));
        }
        FilePath directory = folder(context, folder);
        LoginFile file = new LoginFile(directory.getRemote(), login.accesses(logins));
        List<RegistryCredential> written;
        LoginFolders.get().add(directory, context.run());
        boolean done = false;
        try {
            written = login.check(file);
            done = true;
        } finally {
            if (!done) {
                discard(context, folder);
            }
        }
        Map<String, String> variables = AgentLogins.variables(
                directory.getRemote(), directory.child(LoginFile.NAME).getRemote());
        return new LoginBlock(logins.withFile(variables, context.environment()), variables, login.mask(written));
    }

    /** Deletes the login file of a block; does nothing if there is none. */
    public static void close(BuildContext context, String folder) throws IOException, InterruptedException {
        LoginFolders.get().delete(folder(context, folder));
    }

    /** Deletes the login file of a block that fails anyway: if it can't be done now, Jenkins does it later. */
    public static void discard(BuildContext context, String folder) throws IOException {
        try {
            close(context, folder);
        } catch (IOException | InterruptedException e) {
            context.listener().getLogger().println(LoginFolders.get().abandon(folder, e));
        }
    }

    private static FilePath folder(BuildContext context, String folder) throws AbortException {
        return LoginFolders.folder(context.directory(), context.environment().get("WORKSPACE"), folder);
    }

    private Login prepare(BuildContext context) throws AbortException {
        RegistryHost host = LogOut.host(Task.required(registry, Messages.LogIn_noRegistry()));
        String id = Task.required(options.credentialsId(), Messages.LogIn_noCredentials(registry))
                .strip();
        ConnectionSettings connection = options.connection().isDefault()
                ? OciChartConfiguration.get()
                        .entryFor(registry)
                        .map(RegistryEndpoint::connection)
                        .orElse(options.connection())
                : options.connection();
        ResolvedCredential credential = RegistryCredentials.find(id, host, connection.plainHttp(), context.run());
        if (context.directory() == null && connection.namesFiles()) {
            // A job must not make the controller read its own files.
            throw new AbortException(Messages.LogIn_filesWithoutNode());
        }
        return new Login(
                context,
                registry,
                new BuildLogin(host, id, connection),
                credential,
                RegistryOptions.resolved(context, connection, credential));
    }

    /** A login whose credential was found and not yet checked. */
    private record Login(
            BuildContext context,
            String registry,
            BuildLogin stored,
            ResolvedCredential credential,
            ResolvedRegistry resolved) {
        /** Asks the registry, and writes a login file unless that is null. */
        List<RegistryCredential> check(LoginFile file) throws IOException, InterruptedException {
            return resolved.agent().run(new LoginCheck(registry, resolved.access(), file));
        }

        /** Masks the credential and what it was exchanged for. */
        SecretMask mask(List<RegistryCredential> written) {
            return SecretMask.of(credential, written, context.run().getCharset());
        }

        /** All logins that hold inside the block, as far as a login file can have them. */
        Map<String, RegistryAccess> accesses(BlockLogins logins) throws AbortException {
            Map<String, RegistryAccess> accesses = new LinkedHashMap<>();
            for (BuildLogin login : logins.all()) {
                ResolvedCredential found = login == stored
                        ? credential
                        : RegistryCredentials.find(
                                login.credentialsId(),
                                login.registry(),
                                login.connection().plainHttp(),
                                context.run());
                if (found.credential().kind() == RegistryCredential.Kind.CLIENT_CERTIFICATE) {
                    context.listener().getLogger().println(Messages.LogIn_certificate(login.registry()));
                } else {
                    accesses.put(
                            login.registry().value(),
                            RegistryOptions.resolved(context, login.connection(), found)
                                    .access());
                }
            }
            return accesses;
        }
    }
}
