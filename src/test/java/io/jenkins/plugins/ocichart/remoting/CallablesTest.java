package io.jenkins.plugins.ocichart.remoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.operation.IfExists;
import io.jenkins.plugins.ocichart.operation.KnownArchive;
import io.jenkins.plugins.ocichart.operation.LoginFile;
import io.jenkins.plugins.ocichart.operation.LoginRequest;
import io.jenkins.plugins.ocichart.operation.PullRequest;
import io.jenkins.plugins.ocichart.operation.PushRequest;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.ProxySettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CallablesTest {
    private static final RegistryAccess ACCESS = new RegistryAccess(
            ConnectionSettings.DEFAULT.withProxy(new ProxySettings("proxy", 3128, "pat", "proxy-marker", null)),
            RegistryCredential.basic("alice", "password-marker"),
            Map.of("HOME", "environment-marker"));
    private static final TaskListener LOG = new Log();

    static Stream<FilePath.FileCallable<?>> callables() {
        return Stream.of(
                new PushCallable(
                        new PushRequest(
                                "*.tgz",
                                "oci://host/charts",
                                IfExists.SKIP,
                                1,
                                ACCESS,
                                List.of(new KnownArchive("sha256:" + "c".repeat(64), "staging/web"))),
                        LOG),
                new PullCallable(new PullRequest("oci://host/web", null, false, ".", false, ".", false, ACCESS), LOG),
                new LoginCallable(new LoginRequest("host", ACCESS), LOG),
                new LoginFileCallable(new LoginFile(Map.of("host", ACCESS)), "base"));
    }

    /** Remoting puts callables into thread names and its logs. */
    @ParameterizedTest
    @MethodSource("callables")
    void showNoSecret(FilePath.FileCallable<?> callable) {
        assertThat(callable.toString()).doesNotContain("marker");
    }

    @ParameterizedTest
    @MethodSource("callables")
    void arriveAsTheyWereSent(FilePath.FileCallable<?> callable) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(callable);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(callable);
        }
    }

    @Test
    void bringFailuresOfTheOperationBackAsOneLine(@TempDir File directory) {
        PushRequest request = new PushRequest("*.tgz", "http://host/charts", IfExists.SKIP, 1, ACCESS);

        assertThatThrownBy(() -> new PushCallable(request, LOG).invoke(directory, null))
                .isExactlyInstanceOf(AbortException.class)
                .hasNoCause()
                .hasMessageNotContaining("\n");
    }

    /** A lost agent is no failure of the operation: Pipeline's {@code retry} has conditions for it. */
    @Test
    void leaveAnInterruptionAsItIs() {
        assertThatThrownBy(() -> AgentWork.run(LOG, progress -> {
                    throw new InterruptedException("aborted");
                }))
                .isExactlyInstanceOf(InterruptedException.class);
    }

    @Test
    void writeOutTheirLinesAtTheEnd() throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream buffered = new PrintStream(new java.io.BufferedOutputStream(console, 8192), false);

        assertThatThrownBy(() -> AgentWork.run(() -> buffered, progress -> {
                    progress.line("Pushed: web");
                    throw new IOException("no route");
                }))
                .hasMessage("no route");

        assertThat(console.toString()).isEqualTo("Pushed: web" + System.lineSeparator());
    }

    private record Log() implements TaskListener {
        @Override
        public PrintStream getLogger() {
            return new PrintStream(OutputStream.nullOutputStream());
        }
    }
}
