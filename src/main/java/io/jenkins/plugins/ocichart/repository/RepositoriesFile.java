package io.jenkins.plugins.ocichart.repository;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoJsonField;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import io.jenkins.plugins.ocichart.text.ErrorLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Reads {@code repositories.yaml}, in which {@code helm repo add} keeps repositories (Helm's {@code pkg/repo/repo.go}). */
public final class RepositoriesFile implements GoJsonField.Struct {
    private List<Entry> entries = List.of();

    private RepositoriesFile() {}

    /**
     * The repositories of a file.
     *
     * @return none if there is no such file
     * @throws IOException if it can't be read, in one line that names it
     */
    public static List<ChartRepository> read(Path file) throws IOException {
        RepositoriesFile found = new RepositoriesFile();
        try {
            new GoJsonField("repositories.yaml").struct(found, GoYaml.decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new IOException("cannot read the repositories in " + file + ": " + ErrorLine.reason(e), e);
        }
        return found.entries.stream()
                .filter(Objects::nonNull)
                .map(Entry::repository)
                .toList();
    }

    @Override
    public boolean set(String key, Object value) throws ChartException {
        if (!key.equals("repositories")) {
            return false;
        }
        entries = new GoJsonField(key).structs(entries, Entry::new, value);
        return true;
    }

    private static final class Entry implements GoJsonField.Struct {
        private String name = "";
        private String url = "";
        private String username = "";
        private String password = "";
        private String certFile = "";
        private String keyFile = "";
        private String caFile = "";
        private boolean insecure;
        private boolean passCredentials;

        @Override
        public boolean set(String key, Object value) throws ChartException {
            GoJsonField field = new GoJsonField("repositories." + key);
            switch (key) {
                case "name" -> name = field.string(name, value);
                case "url" -> url = field.string(url, value);
                case "username" -> username = field.string(username, value);
                case "password" -> password = field.string(password, value);
                case "certfile" -> certFile = field.string(certFile, value);
                case "keyfile" -> keyFile = field.string(keyFile, value);
                case "cafile" -> caFile = field.string(caFile, value);
                case "insecure_skip_tls_verify" -> insecure = field.bool(insecure, value);
                case "pass_credentials_all" -> passCredentials = field.bool(passCredentials, value);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** As with Helm a login has a user name and a password. */
        private ChartRepository repository() {
            return new ChartRepository(
                    name,
                    url,
                    username.isEmpty() || password.isEmpty()
                            ? RegistryCredential.anonymous()
                            : RegistryCredential.basic(username, password),
                    passCredentials,
                    new ConnectionSettings(false, insecure, caFile, certFile, keyFile));
        }
    }
}
