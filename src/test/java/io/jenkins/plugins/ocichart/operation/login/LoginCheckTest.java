package io.jenkins.plugins.ocichart.operation.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginCheckTest {
    @TempDir
    Path directory;

    @Started
    private EmbeddedRegistry registry;

    private final List<String> lines = new ArrayList<>();

    private List<RegistryCredential> check(String host, RegistryAccess access, LoginFile file) throws Exception {
        return new LoginCheck(host, access, file).run(directory, lines::add);
    }

    @Test
    void saysWhatHelmSaysAndWritesNothing() throws Exception {
        assertThat(check(registry.host(), Requests.ALICE, null)).isEmpty();

        assertThat(lines).containsExactly("Login Succeeded");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void writesTheFileOnceTheLoginHasBeenAccepted() throws Exception {
        LoginFile file = new LoginFile(
                directory.resolve("login").toString(),
                Map.of(registry.host(), Requests.ALICE, "other.example.com", Requests.ALICE));

        RegistryCredential alice = RegistryCredential.basic(EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
        assertThat(check(registry.host(), Requests.ALICE, file)).containsExactly(alice, alice);

        assertThat(Files.readString(directory.resolve("login/config.json")))
                .contains(registry.host(), "other.example.com");
    }

    @Test
    void aWrongPasswordWritesNothing() {
        RegistryAccess wrong = new RegistryAccess(
                Requests.ALICE.settings(), RegistryCredential.basic(EmbeddedRegistry.USER, "wrong"), Map.of());
        LoginFile file = new LoginFile(directory.resolve("login").toString(), Map.of(registry.host(), wrong));

        assertThatThrownBy(() -> check(registry.host(), wrong, file))
                .hasMessageStartingWith("authenticating to \"" + registry.host() + "\": ");
        assertThat(directory).isEmptyDirectory();
        assertThat(lines).isEmpty();
    }

    @Test
    void aRegistryIsAHost() throws Exception {
        check("oci://" + registry.host() + "/charts", Requests.ALICE, null);
        assertThat(lines)
                .first()
                .isEqualTo("WARNING: a registry is a host, with a port where needed: ignoring 'oci://' and '/charts',"
                        + " logging in to " + registry.host());

        for (String none : List.of(" ", "alice:secret@registry.example.com", "a b")) {
            assertThatThrownBy(() -> check(none, Requests.ALICE, null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("HOST[:PORT]")
                    .hasMessageNotContaining("secret");
        }
    }
}
