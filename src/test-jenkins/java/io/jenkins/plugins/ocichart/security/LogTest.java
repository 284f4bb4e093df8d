package io.jenkins.plugins.ocichart.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.config.OciChartConfiguration;
import io.jenkins.plugins.ocichart.config.RegistryEndpoint;
import io.jenkins.plugins.ocichart.fixture.Charts;
import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What Jenkins' own log says of the plugin, from one start to the end after the next. */
class LogTest {
    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            String text = new SimpleFormatter().format(entry);
            if (entry.getLevel().intValue() >= Level.WARNING.intValue() && text.matches("(?is).*oci-?chart.*")) {
                warnings.add(text);
            }
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("").removeHandler(handler);
    }

    @Test
    void warnsOfNothing() throws Throwable {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start()) {
            String script = """
                    node {
                        WRITE
                        ociRegistryLogin(registry: 'HOST', credentialsId: 'harbor') {
                            ociChartPush chart: 'dist/*.tgz', remote: 'oci://HOST/quiet'
                            semaphore 'quiet'
                            ociChartPull 'oci://HOST/quiet/web:1.2.3'
                        }
                        ociRegistryLogin registry: 'HOST', credentialsId: 'harbor'
                        ociRegistryLogout registry: 'HOST'
                    }
                    """.replace("WRITE", Charts.write("web", "1.2.3")).replace("HOST", registry.host());
            sessions.then(jenkins -> {
                Logins.add();
                OciChartConfiguration.get().setRegistries(List.of(new RegistryEndpoint(registry.host())));
                WorkflowJob job = jenkins.createProject(WorkflowJob.class, "charts");
                job.setDefinition(new CpsFlowDefinition(script, true));
                SemaphoreStep.waitForStart("quiet/1", job.scheduleBuild2(0).waitForStart());
            });
            sessions.then(jenkins -> {
                SemaphoreStep.success("quiet/1", null);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(jenkins.jenkins
                        .getItemByFullName("charts", WorkflowJob.class)
                        .getBuildByNumber(1)));
                jenkins.createWebClient().goTo("job/charts/1/");
            });
        }

        assertThat(warnings).isEmpty();
    }
}
