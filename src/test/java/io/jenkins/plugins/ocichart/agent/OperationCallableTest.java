package io.jenkins.plugins.ocichart.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.operation.Operation;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;
import io.jenkins.plugins.ocichart.operation.login.LoginCheck;
import io.jenkins.plugins.ocichart.operation.login.LoginFile;
import io.jenkins.plugins.ocichart.operation.pull.Pull;
import io.jenkins.plugins.ocichart.operation.push.IfExists;
import io.jenkins.plugins.ocichart.operation.push.KnownArchive;
import io.jenkins.plugins.ocichart.operation.push.Push;
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

class OperationCallableTest {
    private static final RegistryAccess ACCESS = new RegistryAccess(
            ConnectionSettings.DEFAULT.withProxy(new ProxySettings("proxy", 3128, "pat", "proxy-marker", null)),
            RegistryCredential.basic("alice", "password-marker"),
            Map.of("HOME", "environment-marker"));
    private static final TaskListener LOG = new Log();

    static Stream<OperationCallable<?>> callables() {
        return Stream.<Operation<?>>of(
                        new Push(
                                "*.tgz",
                                "oci://host/charts",
                                IfExists.SKIP,
                                1,
                                ACCESS,
                                List.of(new KnownArchive("sha256:" + "c".repeat(64), "staging/web"))),
                        new Pull("oci://host/web", null, false, ".", false, ".", false, ACCESS),
                        new LoginCheck("host", ACCESS, new LoginFile("/tmp/login", Map.of("host", ACCESS))))
                .map(operation -> new OperationCallable<>(operation, LOG));
    }

    /** Remoting puts callables into thread names and its logs. */
    @ParameterizedTest
    @MethodSource("callables")
    void callablesShowNoSecret(OperationCallable<?> callable) {
        assertThat(callable.toString()).doesNotContain("marker");
    }

    @ParameterizedTest
    @MethodSource("callables")
    void callablesArriveAsTheyWereSent(OperationCallable<?> callable) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(callable);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(callable);
        }
    }

    @Test
    void callablesBringFailuresOfTheOperationBackAsOneLine(@TempDir File directory) {
        Push request = new Push("*.tgz", "http://host/charts", IfExists.SKIP, 1, ACCESS);

        assertThatThrownBy(() -> new OperationCallable<>(request, LOG).invoke(directory, null))
                .isExactlyInstanceOf(AbortException.class)
                .hasNoCause()
                .hasMessageNotContaining("\n");
    }

    /** A lost agent is no failure of the operation: Pipeline's {@code retry} has conditions for it. */
    @Test
    void callablesLeaveAnInterruptionAsItIs() {
        assertThatThrownBy(() -> run(LOG, (directory, progress) -> {
                    throw new InterruptedException("aborted");
                }))
                .isExactlyInstanceOf(InterruptedException.class);
    }

    @Test
    void callablesWriteOutTheirLinesAtTheEnd() throws Exception {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream buffered = new PrintStream(new java.io.BufferedOutputStream(console, 8192), false);

        assertThatThrownBy(() -> run(() -> buffered, (directory, progress) -> {
                    progress.line("Pushed: web");
                    throw new IOException("no route");
                }))
                .hasMessage("no route");

        assertThat(console.toString()).isEqualTo("Pushed: web" + System.lineSeparator());
    }

    /** The JDK quotes header values that it refuses, which may be a token. */
    @Test
    void doNotQuoteAnUnexpectedException() {
        assertThatThrownBy(() -> run(LOG, (directory, progress) -> {
                    throw new IllegalArgumentException("invalid header value: token-marker");
                }))
                .isExactlyInstanceOf(AbortException.class)
                .hasNoCause()
                .hasMessageStartingWith("internal error (java.lang.IllegalArgumentException)")
                .hasMessageNotContaining("marker");
    }

    private static void run(TaskListener log, Operation<Void> operation) throws Exception {
        new OperationCallable<>(operation, log).invoke(new File("."), null);
    }

    private record Log() implements TaskListener {
        @Override
        public PrintStream getLogger() {
            return new PrintStream(OutputStream.nullOutputStream());
        }
    }
}
