package io.jenkins.plugins.ocichart.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Descriptor.FormException;
import hudson.remoting.Channel;
import hudson.slaves.ComputerListener;
import hudson.slaves.SlaveComputer;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.TestKeyStore;
import io.jenkins.plugins.ocichart.peer.DockerRegistry;
import io.jenkins.plugins.ocichart.peer.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * How long the first and the next push take on an agent that never ran our steps, beside the shell's way of the same and the
 * floor: the JDK's client alone, without a step. Each turn has an agent in a new process with an empty cache, which ran one
 * {@code sh} before; the controller is a process of its own with the packaged plugin. If {@code helm} isn't on the path, a program
 * stands in that does nothing for as long as {@code helm} takes, and the report says so. CONTRIBUTING says how to run it,
 * {@code docs/benchmarks.md} what it showed.
 */
@EnabledIfSystemProperty(named = "rounds", matches = "\\d+", disabledReason = "takes minutes: -Drounds=5")
class FirstStepBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final int[] DELAYS = Arrays.stream(
                    System.getProperty("channel.delay", "0").split(","))
            .mapToInt(Integer::parseInt)
            .toArray();
    private static final int LOAD = Integer.getInteger("load", 0);
    private static final Path PLUGIN = Path.of(System.getProperty("plugin", "target/oci-chart.hpi"));
    private static final boolean TLS = Boolean.getBoolean("tls");
    private static final boolean STAND_IN =
            Boolean.getBoolean("stand-in") || Programs.find("helm").isEmpty();
    private static final int PORT = freePort();

    private static final String BUILD = """
            node('AGENT') {
                sh 'true'
                WRITE
                def at = [System.currentTimeMillis()]
                FIRST
                at << System.currentTimeMillis()
                SECOND
                at << System.currentTimeMillis()
                echo "at=${at.join(',')}"
            }
            """;
    private static final String FLOOR = "floor";
    private static final Map<String, String> WAYS = new TreeMap<>(Map.of(
            "ours",
            "ociChartPush chart: 'dist/CHART', remote: 'oci://HOST/AGENT', credentialsId: 'login', OPTION",
            "shell",
            """
            withCredentials([usernamePassword(credentialsId: 'login', usernameVariable: 'U', passwordVariable: 'P')]) {
                sh 'BIN echo "$P" | helm registry login FLAG -u "$U" --password-stdin HOST && helm push FLAG dist/CHART oci://HOST/AGENT'
            }
            """,
            FLOOR,
            ""));

    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension()
            .omitPlugins("oci-chart")
            .withTimeout(0)
            .javaOptions("-Djenkins.model.Jenkins.slaveAgentPort=" + PORT, "-Xmx1g");

    @RegisterExtension
    final InboundAgentExtension agents = new InboundAgentExtension();

    private final Path directory =
            Path.of("target-jenkins", "target", "first-step").toAbsolutePath();
    private final Path certificate = directory.resolve("registry.pem");
    private final Path bin = directory.resolve("bin");

    @Test
    void measures() throws Throwable {
        Files.createDirectories(bin);
        if (STAND_IN) {
            // What helm 3.21 takes for a push to a registry on the same machine, and a login.
            Files.writeString(bin.resolve("helm"), "#!/bin/sh\ncat >/dev/null\nsleep 0.055\n");
            Files.setPosixFilePermissions(bin.resolve("helm"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.copy(PLUGIN, controller.getHome().toPath().resolve("plugins/oci-chart.hpi"));
        controller.startJenkins();
        controller.runRemotely(FirstStepBenchmark::prepare);
        String helm = STAND_IN ? "a stand-in that sleeps for 55 ms and pushes nothing" : "the program";
        FirstStepReport report =
                new FirstStepReport(LOAD + " busy threads, " + (TLS ? "TLS" : "plain HTTP") + ", helm is " + helm);
        try (DockerRegistry registry = registry();
                Busy busy = new Busy(LOAD)) {
            for (String way : WAYS.keySet()) { // the controller's own first time is not what is measured
                turn(way, "warm-up", registry.host(), 0);
            }
            for (int round = 1; round <= ROUNDS; round++) {
                for (String way : WAYS.keySet()) {
                    for (int delay : DELAYS) {
                        report.add(way, delay, turn(way, delay + "-" + round, registry.host(), delay));
                    }
                }
            }
        }
        report.print();
    }

    private DockerRegistry registry() throws IOException {
        if (!TLS) {
            return DockerRegistry.withBasicLogin();
        }
        TestKeyStore keys = TestKeyStore.create().add("registry", "CN=registry", "EC", null, "san=ip:127.0.0.1");
        Files.writeString(certificate, keys.certificatePem("registry"));
        return DockerRegistry.withTlsAndBasicLogin(keys.pem("registry"));
    }

    private FirstStep turn(String way, String name, String host, int delay) throws Throwable {
        String agent = way + "-" + name;
        Path classes = directory.resolve(agent + ".log");
        try (DelayedPort network = new DelayedPort(PORT, delay / 2)) {
            agents.createAgent(
                    controller,
                    InboundAgentExtension.Options.newBuilder()
                            .name(agent)
                            .label(agent)
                            .tunnel("localhost:" + network.port())
                            .javaOptions("-Xlog:class+load=info:file=" + classes.toAbsolutePath() + ":utctime")
                            .build());
            String script = BUILD.replace("WRITE", Charts.write("web", "1.0.0") + Charts.write("web", "2.0.0"))
                    .replace("FIRST", WAYS.get(way).replace("CHART", "web-1.0.0.tgz"))
                    .replace("SECOND", WAYS.get(way).replace("CHART", "web-2.0.0.tgz"))
                    .replace("OPTION", TLS ? "caFile: '" + certificate + "'" : "plainHttp: true")
                    .replace("FLAG", TLS ? "--ca-file \"" + certificate + "\"" : "--plain-http")
                    .replace("BIN", STAND_IN ? "PATH=\"" + bin + ":$PATH\";" : "")
                    .replace("HOST", host)
                    .replace("AGENT", agent);
            FirstStep step = way.equals(FLOOR)
                    ? controller.runRemotely(
                            FirstStepBenchmark::runFloor, agent, script, host, TLS ? certificate.toString() : null)
                    : controller.runRemotely(FirstStepBenchmark::run, agent, script);
            agents.stop(agent);
            return step.with(LoadedClass.read(classes));
        }
    }

    /** Adds the login, and lets Jenkins ask a new agent for nothing but the build: not for its disk space, say. */
    private static void prepare(JenkinsRule rule) throws IOException, FormException {
        ExtensionList<ComputerListener> listeners = rule.jenkins.getExtensionList(ComputerListener.class);
        listeners.stream()
                .filter(listener -> listener.getClass().getName().contains("NodeMonitorUpdater"))
                .toList()
                .forEach(listeners::remove);
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "login", null, DockerRegistry.USER, DockerRegistry.PASSWORD));
        provider.save();
    }

    /** Runs inside the controller. */
    private static FirstStep run(JenkinsRule rule, String agent, String script) throws Exception {
        Computer computer = rule.jenkins.getComputer(agent);
        try (ChannelTrace trace = new ChannelTrace(((SlaveComputer) computer).getChannel())) {
            WorkflowRun build = rule.buildAndAssertSuccess(job(rule, agent, script));
            Matcher at = Pattern.compile("at=(\\d+),(\\d+),(\\d+)").matcher(JenkinsRule.getLog(build));
            assertThat(at.find()).isTrue();
            rule.jenkins.removeNode(computer.getNode());
            return new FirstStep(
                    Long.parseLong(at.group(1)),
                    Long.parseLong(at.group(2)),
                    Long.parseLong(at.group(3)),
                    trace.sent(),
                    List.of());
        }
    }

    /** Runs inside the controller: the same build without a push, and then the two pushes without a step. */
    private static FirstStep runFloor(JenkinsRule rule, String agent, String script, String host, String certificate)
            throws Exception {
        Computer computer = rule.jenkins.getComputer(agent);
        Channel channel = ((SlaveComputer) computer).getChannel();
        try (ChannelTrace trace = new ChannelTrace(channel)) {
            WorkflowJob job = job(rule, agent, script);
            rule.buildAndAssertSuccess(job);
            FilePath dist = computer.getNode().getWorkspaceFor(job).child("dist");
            long start = System.currentTimeMillis();
            channel.call(new JdkClientPush(dist.child("web-1.0.0.tgz").getRemote(), host, agent, certificate));
            long between = System.currentTimeMillis();
            channel.call(new JdkClientPush(dist.child("web-2.0.0.tgz").getRemote(), host, agent, certificate));
            long end = System.currentTimeMillis();
            rule.jenkins.removeNode(computer.getNode());
            return new FirstStep(start, between, end, trace.sent(), List.of());
        }
    }

    private static WorkflowJob job(JenkinsRule rule, String name, String script) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, false));
        return job;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps processors busy, as other builds of the same machine do. */
    private static final class Busy implements AutoCloseable {
        private volatile boolean ended;

        Busy(int threads) {
            for (int i = 0; i < threads; i++) {
                Thread thread = new Thread(() -> {
                    while (!ended) {
                        Thread.onSpinWait();
                    }
                });
                thread.setDaemon(true);
                thread.start();
            }
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
