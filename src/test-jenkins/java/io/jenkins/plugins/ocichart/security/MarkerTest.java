package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import hudson.model.Slave;
import hudson.util.Secret;
import io.jenkins.plugins.ocichart.credentials.DockerConfigCredentials;
import io.jenkins.plugins.ocichart.credentials.IdentityTokenCredentials;
import io.jenkins.plugins.ocichart.fixture.Agents;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Traces;
import io.jenkins.plugins.ocichart.simulator.SimulatedRegistry;
import io.jenkins.plugins.ocichart.simulator.WireExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Plants a secret, has a registry want it and repeat it, and looks for it everywhere. */
@WithJenkins
class MarkerTest {
    private static final String MARKER = "marker/7f3a+of~all.secrets==";
    private static final String ACCESS_TOKEN = "marker-of-the-exchanged-token";
    private static final AtomicInteger BUILDS = new AtomicInteger();

    private static JenkinsRule jenkins;

    @RegisterExtension
    final Agents agents = new Agents();

    private final Bystander bystander = new Bystander();
    private SimulatedRegistry registry;
    private volatile boolean shown;

    /** The kinds of credentials, each with the marker as its secret. */
    enum Kind {
        PASSWORD("Basic realm=\"test\"") {
            @Override
            Credentials make(String host) throws Exception {
                return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "it", null, "alice", MARKER);
            }
        },
        TOKEN("Bearer realm=\"http://HOST/token\",service=\"test\"") {
            @Override
            Credentials make(String host) {
                return new StringCredentialsImpl(CredentialsScope.GLOBAL, "it", null, Secret.fromString(MARKER));
            }
        },
        IDENTITY_TOKEN("Bearer realm=\"http://HOST/token\",service=\"test\"") {
            @Override
            Credentials make(String host) throws Exception {
                return new IdentityTokenCredentials(CredentialsScope.GLOBAL, "it", null, Secret.fromString(MARKER));
            }
        },
        DOCKER_CONFIG("Basic realm=\"test\"") {
            @Override
            Credentials make(String host) throws Exception {
                String config = "{\"auths\": {\"%s\": {\"username\": \"alice\", \"password\": \"%s\"}}}"
                        .formatted(host, MARKER);
                return new DockerConfigCredentials(CredentialsScope.GLOBAL, "it", null, Secret.fromString(config));
            }
        },
        KEY("Basic realm=\"test\"") {
            @Override
            Credentials make(String host) {
                String key = "{\n  \"type\": \"service_account\",\n  \"private_key\": \"" + MARKER + "\"\n}\n";
                return new FileCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "it",
                        null,
                        "key.json",
                        SecretBytes.fromBytes(key.getBytes(StandardCharsets.UTF_8)));
            }
        };

        private final String challenge;

        Kind(String challenge) {
            this.challenge = challenge;
        }

        abstract Credentials make(String host) throws Exception;
    }

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Path logs = Files.createDirectories(rule.jenkins.getRootDir().toPath().resolve("logs"));
        new FinestLog(logs.resolve("finest.log").toString()).call();
    }

    @BeforeEach
    void startRegistry() {
        registry = SimulatedRegistry.start();
    }

    @AfterEach
    void stopRegistry() throws Exception {
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KEY")
    void isNowhereAfterABuildOnTheBuiltInNode(Kind kind) throws Exception {
        search(kind, "built-in", jenkins.jenkins.getRootDir().toPath());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KEY")
    void isNowhereAfterABuildOnAnAgent(Kind kind) throws Exception {
        Slave agent = agents.create(jenkins, "agent-" + kind);
        Path root = Path.of(agent.getRemoteFS());
        agent.getChannel().call(new FinestLog(root.resolve("finest.log").toString()));
        search(kind, "agent-" + kind, root);
    }

    /** The registry would repeat it. */
    @Test
    void isNotShownToARegistryOfAnotherProvider() throws Exception {
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH")) {
            registry.always(method, "", exchange -> answer(exchange, Kind.KEY));
        }
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials().add(Kind.KEY.make(registry.host()));
        provider.save();

        WorkflowRun build =
                build("""
                node('built-in') {
                    WRITE
                    ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/echo', credentialsId: 'it'
                }
                """.replace("WRITE", Charts.write("web", "1.2.3")).replace("HOST", registry.host()));

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertThat(JenkinsRule.getLog(build))
                .contains("ERROR: not sent to " + registry.host() + ": the login is the key");
        assertThat(shown).as("the registry was shown the secret").isFalse();
        assertThat(traces(jenkins.jenkins.getRootDir().toPath())).isEmpty();
    }

    private void search(Kind kind, String label, Path root) throws Exception {
        Path home = jenkins.jenkins.getRootDir().toPath();
        for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH")) {
            registry.always(method, "", exchange -> answer(exchange, kind));
        }
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().clear();
        provider.getCredentials().add(kind.make(registry.host()));
        provider.save();
        String semaphore = "inside-" + BUILDS.incrementAndGet();

        WorkflowRun build = build("""
                node('LABEL') {
                    WRITE
                    ociRegistryLogin(registry: 'HOST', credentialsId: 'it') {
                        semaphore 'SEMAPHORE'
                        sh 'cat "$HELM_REGISTRY_CONFIG"'
                        sh 'env > env.txt; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ > processes.txt 2>&1 || true'
                        ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/charts'
                        parallel pull: {
                            ociChartPull 'oci://HOST/charts/web:1.2.3'
                        }, show: {
                            sh 'cat "$HELM_REGISTRY_CONFIG"'
                        }, fail: {
                            catchError { ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/echo' }
                        }
                    }
                    catchError { ociChartPull chart: 'oci://HOST/echo/web:1.2.3', credentialsId: 'it' }
                    ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/echo', credentialsId: 'it'
                }
                """.replace("LABEL", label)
                .replace("WRITE", Charts.write("web", "1.2.3"))
                .replace("SEMAPHORE", semaphore)
                .replace("HOST", registry.host()));
        SemaphoreStep.waitForStart(semaphore + "/1", build);
        jenkins.jenkins.save();
        assertThat(traces(root))
                .singleElement()
                .satisfies(file -> assertThat(file).hasFileName("config.json"));
        if (!root.equals(home)) {
            assertThat(traces(home)).isEmpty();
        }
        SemaphoreStep.success(semaphore + "/1", null);

        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        String log = JenkinsRule.getLog(build);
        assertThat(log)
                .contains("Pushed: " + registry.host() + "/charts/web:1.2.3", "Pulled: ", "ERROR: ", "****")
                .doesNotContain("\tat ");
        assertThat(shown).as("the registry was shown the secret").isTrue();
        for (String secret : List.of(MARKER, ACCESS_TOKEN)) {
            assertThat(Traces.isIn(secret, log)).as(log).isFalse();
            assertThat(bystander.seen()).noneMatch(text -> Traces.isIn(secret, text));
            assertThat(Traces.of(secret, home)).isEmpty();
            assertThat(Traces.of(secret, root)).isEmpty();
        }
    }

    private static List<Path> traces(Path root) throws IOException {
        return Traces.of(MARKER, root);
    }

    /** Wants a login, and repeats it where the namespace is {@code echo}. */
    private void answer(WireExchange exchange, Kind kind) throws IOException {
        bystander.look();
        String login = exchange.header("authorization");
        if (exchange.path().equals("/token")) {
            shown |= Traces.isIn(MARKER, new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8));
            exchange.respond(200, "{\"token\": \"" + ACCESS_TOKEN + "\", \"expires_in\": 300}");
        } else if (login == null) {
            exchange.respond(
                    401, Map.of("WWW-Authenticate", kind.challenge.replace("HOST", registry.host())), new byte[0]);
        } else if (exchange.path().contains("/echo/")) {
            exchange.respond(403, SimulatedRegistry.error("DENIED", "you sent " + echo(login, kind)));
        } else {
            shown |= Traces.isIn(MARKER, login);
            registry.answer(exchange);
        }
    }

    private static String echo(String login, Kind kind) {
        return switch (kind) {
            case TOKEN -> login;
            case IDENTITY_TOKEN -> login + ", given for " + MARKER;
            default ->
                login + ", that is "
                        + new String(
                                        Base64.getDecoder().decode(login.substring("Basic ".length())),
                                        StandardCharsets.UTF_8)
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n");
        };
    }

    private static WorkflowRun build(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }
}
