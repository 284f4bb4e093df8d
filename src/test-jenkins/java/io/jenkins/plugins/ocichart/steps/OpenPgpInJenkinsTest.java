package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import io.jenkins.plugins.ocichart.peer.GnuPg;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** Signs and verifies with the class loaders of a real Jenkins, in which OpenPGP is another plugin's. */
class OpenPgpInJenkinsTest {
    @RegisterExtension
    final RealJenkinsExtension controller = new RealJenkinsExtension();

    @Test
    void isThatOfThePluginBouncyCastleApi() throws Throwable {
        try (GnuPg gpg = GnuPg.start()) {
            gpg.newKey("Ann <ann@example.com>", "ed25519", "default");
            controller.startJenkins();

            String log = controller.runRemotely(new Sign(gpg.exportSecret("")));

            assertThat(log).contains("signed by Ann <ann@example.com>", "loaded by bouncycastle-api");
        }
    }

    private record Sign(byte[] key) implements RealJenkinsExtension.Step2<String> {
        @Override
        public String run(JenkinsRule rule) throws Throwable {
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new FileCredentialsImpl(
                            CredentialsScope.GLOBAL, "key", null, "key", SecretBytes.fromBytes(key)));
            WorkflowJob job = rule.createProject(WorkflowJob.class, "sign");
            job.setDefinition(new CpsFlowDefinition("""
                    node {
                        writeFile file: 'web/Chart.yaml', text: 'apiVersion: v2\\nname: web\\nversion: 1.2.3\\n'
                        writeFile file: 'web/templates/map.yaml', text: 'kind: ConfigMap\\n'
                        def charts = ociChartPackage chart: 'web', signingKeyCredentialsId: 'key'
                        def verified = ociChartVerify chart: charts[0].path, keyringCredentialsId: 'key'
                        echo "signed by ${verified.signedBy[0]}"
                    }
                    """, true));
            String log = JenkinsRule.getLog(rule.buildAndAssertSuccess(job));
            Class<?> openPgp = rule.jenkins
                    .getPluginManager()
                    .getPlugin("oci-chart")
                    .classLoader
                    .loadClass("org.bouncycastle.openpgp.PGPSignature");
            return log + "loaded by "
                    + rule.jenkins.getPluginManager().whichPlugin(openPgp).getShortName();
        }
    }
}
