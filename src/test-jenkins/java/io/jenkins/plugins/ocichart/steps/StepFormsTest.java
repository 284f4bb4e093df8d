package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.Logins;
import io.jenkins.plugins.ocichart.form.NamedRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.SnippetizerTester;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps' forms, and the lines that the Snippet Generator makes of them. */
@WithJenkins
class StepFormsTest {
    private static JenkinsRule jenkins;

    @BeforeAll
    static void addCredentials(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Logins.add();
    }

    @Test
    void writesAPushWithoutItsDefaults() throws Exception {
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", "oci://registry.example.com/charts");

        snippet(step, "ociChartPush chart: 'dist/*.tgz', remote: 'oci://registry.example.com/charts'");
    }

    @Test
    void writesAPushWithEverything() throws Exception {
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", "oci://registry.example.com/charts");
        step.credentialsId = Logins.ID;
        step.ifExists = "skip";
        step.parallelism = 2;
        step.archive = false;
        step.fingerprint = false;
        connection(step);

        snippet(
                step,
                "ociChartPush archive: false, caFile: 'ca.pem', certFile: 'client.pem', chart: 'dist/*.tgz', "
                        + "credentialsId: 'harbor', fingerprint: false, ifExists: 'skip', insecureSkipTlsVerify: true, "
                        + "keyFile: 'key.pem', parallelism: 2, plainHttp: true, "
                        + "remote: 'oci://registry.example.com/charts'");
    }

    @Test
    void writesAPullWithoutItsDefaults() throws Exception {
        snippet(
                new OciChartPullStep("oci://registry.example.com/charts/web"),
                "ociChartPull 'oci://registry.example.com/charts/web'");
    }

    @Test
    void writesAPullWithEverything() throws Exception {
        OciChartPullStep step = new OciChartPullStep("oci://registry.example.com/charts/web");
        step.version = "^1.2";
        step.devel = true;
        step.destination = "charts";
        step.untar = true;
        step.untarDir = "unpacked";
        step.prov = true;
        step.credentialsId = Logins.ID;
        step.fingerprint = false;
        connection(step);

        snippet(
                step,
                "ociChartPull caFile: 'ca.pem', certFile: 'client.pem', "
                        + "chart: 'oci://registry.example.com/charts/web', credentialsId: 'harbor', "
                        + "destination: 'charts', devel: true, fingerprint: false, insecureSkipTlsVerify: true, "
                        + "keyFile: 'key.pem', plainHttp: true, prov: true, untar: true, untarDir: 'unpacked', "
                        + "version: '^1.2'");
    }

    @Test
    void writesADependencyUpdateWithoutItsDefaults() throws Exception {
        snippet(new OciChartDependencyUpdateStep(), "ociChartDependencyUpdate()");
        snippet(new OciChartDependencyBuildStep(), "ociChartDependencyBuild()");
    }

    @Test
    void writesADependencyBuildWithRepositories() throws Exception {
        NamedRepository corp = new NamedRepository("https://charts.example.com");
        corp.name = "corp";
        corp.credentialsId = Logins.ID;
        corp.passCredentials = true;
        OciChartDependencyBuildStep step = new OciChartDependencyBuildStep();
        step.chart = "app";
        step.repositories = List.of(corp, new NamedRepository("https://other.example.com"));

        snippet(
                step,
                "ociChartDependencyBuild chart: 'app', repositories: [[credentialsId: 'harbor', name: 'corp', "
                        + "passCredentials: true, url: 'https://charts.example.com'], "
                        + "[url: 'https://other.example.com']]");
    }

    @Test
    void writesAPackage() throws Exception {
        OciChartPackageStep step = new OciChartPackageStep("charts/web");
        snippet(step, "ociChartPackage 'charts/web'");
        step.destination = "dist";
        step.version = "1.2.3";
        step.appVersion = "4.5";
        step.dependencyUpdate = true;
        step.signingKey = "release@example.com";
        step.fingerprint = false;
        snippet(
                step,
                "ociChartPackage appVersion: '4.5', chart: 'charts/web', dependencyUpdate: true, destination: 'dist', "
                        + "fingerprint: false, signingKey: 'release@example.com', version: '1.2.3'");
    }

    @Test
    void writesAShow() throws Exception {
        OciChartShowStep step = new OciChartShowStep("oci://registry.example.com/charts/web");
        snippet(step, "ociChartShow 'oci://registry.example.com/charts/web'");
        step.what = "values";
        step.version = "^1.2";
        step.devel = true;
        step.credentialsId = Logins.ID;
        connection(step);
        snippet(
                step,
                "ociChartShow caFile: 'ca.pem', certFile: 'client.pem', "
                        + "chart: 'oci://registry.example.com/charts/web', credentialsId: 'harbor', devel: true, "
                        + "insecureSkipTlsVerify: true, keyFile: 'key.pem', plainHttp: true, version: '^1.2', "
                        + "what: 'values'");
    }

    @Test
    void writesACopy() throws Exception {
        OciChartCopyStep step =
                new OciChartCopyStep("oci://registry.example.com/staging/web", "oci://registry.example.com/prod");
        snippet(
                step,
                "ociChartCopy from: 'oci://registry.example.com/staging/web', to: 'oci://registry.example.com/prod'");
        step.version = "^1.2";
        step.devel = true;
        step.fromCredentialsId = Logins.ID;
        step.toCredentialsId = Logins.ID;
        step.ifExists = "fail";
        step.signatures = false;
        snippet(
                step,
                "ociChartCopy devel: true, from: 'oci://registry.example.com/staging/web', "
                        + "fromCredentialsId: 'harbor', ifExists: 'fail', signatures: false, "
                        + "to: 'oci://registry.example.com/prod', toCredentialsId: 'harbor', version: '^1.2'");
    }

    @Test
    void writesASignature() throws Exception {
        OciChartSignStep step = new OciChartSignStep("oci://registry.example.com/prod/web:1.2.3");
        step.keyCredentialsId = "cosign-key";
        step.passphraseCredentialsId = "cosign-passphrase";
        snippet(
                step,
                "ociChartSign chart: 'oci://registry.example.com/prod/web:1.2.3', keyCredentialsId: 'cosign-key', "
                        + "passphraseCredentialsId: 'cosign-passphrase'");
        step.format = "bundle";
        step.credentialsId = Logins.ID;
        snippet(
                step,
                "ociChartSign chart: 'oci://registry.example.com/prod/web:1.2.3', credentialsId: 'harbor', "
                        + "format: 'bundle', keyCredentialsId: 'cosign-key', "
                        + "passphraseCredentialsId: 'cosign-passphrase'");
        step.annotations = new TreeMap<>(Map.of("commit", "a=b"));
        snippet(
                step,
                "ociChartSign annotations: [commit: 'a=b'], chart: 'oci://registry.example.com/prod/web:1.2.3', "
                        + "credentialsId: 'harbor', format: 'bundle', keyCredentialsId: 'cosign-key', "
                        + "passphraseCredentialsId: 'cosign-passphrase'");
    }

    @Test
    void writesWhatIsSaidAboutALog() throws Exception {
        OciChartSigstoreUploadStep upload =
                new OciChartSigstoreUploadStep("dist/web-1.2.3.tgz", "https://rekor.example.com");
        upload.keyring = "keys.asc";
        snippet(
                upload,
                "ociChartSigstoreUpload chart: 'dist/web-1.2.3.tgz', keyring: 'keys.asc', "
                        + "rekorUrl: 'https://rekor.example.com'");
        OciChartSigstoreVerifyStep verify =
                new OciChartSigstoreVerifyStep("dist/web-1.2.3.tgz", "https://rekor.example.com");
        verify.keyringCredentialsId = "keys";
        verify.rekorPublicKey = "KEY";
        snippet(
                verify,
                "ociChartSigstoreVerify chart: 'dist/web-1.2.3.tgz', keyringCredentialsId: 'keys', "
                        + "rekorPublicKey: 'KEY', rekorUrl: 'https://rekor.example.com'");
    }

    @Test
    void writesAVerificationWithAnnotations() throws Exception {
        OciChartVerifyStep step = new OciChartVerifyStep("oci://registry.example.com/prod/web:1.2.3");
        step.publicKey = "cosign.pub";
        step.annotations = new TreeMap<>(Map.of("stage", "tested"));
        snippet(
                step,
                "ociChartVerify annotations: [stage: 'tested'], chart: 'oci://registry.example.com/prod/web:1.2.3', "
                        + "publicKey: 'cosign.pub'");
    }

    @Test
    void writesAnUpgradeWithValuesAndArguments() throws Exception {
        OciChartUpgradeStep step = new OciChartUpgradeStep("web", "oci://registry.example.com/prod/web");
        snippet(step, "ociChartUpgrade chart: 'oci://registry.example.com/prod/web', release: 'web'");
        step.values = new TreeMap<>(Map.of("image", new TreeMap<>(Map.of("tag", "1.2"))));
        step.arguments = new ArrayList<>(List.of("--labels", "team=web"));
        snippet(
                step,
                "ociChartUpgrade arguments: ['--labels', 'team=web'], chart: 'oci://registry.example.com/prod/web', "
                        + "release: 'web', values: [image: [tag: '1.2']]");
    }

    @Test
    void writesAMigrationWithoutItsDefaults() throws Exception {
        snippet(
                new OciChartMigrateStep("https://charts.example.com", "oci://registry.example.com/charts"),
                "ociChartMigrate from: 'https://charts.example.com', remote: 'oci://registry.example.com/charts'");
    }

    @Test
    void writesAMigrationWithEverything() throws Exception {
        OciChartMigrateStep step =
                new OciChartMigrateStep("https://charts.example.com", "oci://registry.example.com/charts");
        step.repositoryCredentialsId = Logins.ID;
        step.credentialsId = Logins.ID;
        step.include = "web*";
        step.exclude = "*-ui";
        step.versions = ">=1.0";
        step.ifExists = "fail";
        step.parallelism = 8;
        step.dryRun = true;
        step.shard = "2/8";
        connection(step);

        snippet(
                step,
                "ociChartMigrate caFile: 'ca.pem', certFile: 'client.pem', credentialsId: 'harbor', dryRun: true, "
                        + "exclude: '*-ui', from: 'https://charts.example.com', ifExists: 'fail', include: 'web*', "
                        + "insecureSkipTlsVerify: true, keyFile: 'key.pem', parallelism: 8, plainHttp: true, "
                        + "remote: 'oci://registry.example.com/charts', repositoryCredentialsId: 'harbor', "
                        + "shard: '2/8', versions: '>=1.0'");
    }

    @Test
    void writesALoginBlock() throws Exception {
        snippet(
                new OciRegistryLoginStep("registry.example.com", Logins.ID),
                "ociRegistryLogin(credentialsId: 'harbor', registry: 'registry.example.com') {\n    // some block\n}");
    }

    @Test
    void writesALogout() throws Exception {
        snippet(new OciRegistryLogoutStep("registry.example.com"), "ociRegistryLogout 'registry.example.com'");
    }

    @Test
    void keepsCredentialsThatAreGone() throws Exception {
        OciChartPushStep step = new OciChartPushStep("dist/*.tgz", "oci://registry.example.com/charts");
        step.credentialsId = "gone";

        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    /** The Snippet Generator and the step reference show English help for each. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                OciRegistryLoginStep.class,
                OciRegistryLogoutStep.class,
                OciChartPushStep.class,
                OciChartPullStep.class,
                OciChartShowStep.class,
                OciChartVersionsStep.class,
                OciChartPackageStep.class,
                OciChartVerifyStep.class,
                OciChartCopyStep.class,
                OciChartSignStep.class,
                OciChartSigstoreUploadStep.class,
                OciChartSigstoreVerifyStep.class,
                OciChartDependencyUpdateStep.class,
                OciChartDependencyBuildStep.class,
                OciChartMigrateStep.class
            })
    void explainsEveryParameter(Class<? extends Step> type) throws Exception {
        DescribableModel<?> model = DescribableModel.of(type);
        assertThat(model.getHelp()).isNotBlank();
        Set<String> withoutHelp = new TreeSet<>();
        for (DescribableParameter parameter : model.getParameters()) {
            if (parameter.getHelp() == null) {
                withoutHelp.add(parameter.getName());
            }
        }
        assertThat(withoutHelp).isEmpty();
    }

    private void snippet(Step step, String text) throws Exception {
        new SnippetizerTester(jenkins).assertRoundTrip(step, text);
        jenkins.assertEqualDataBoundBeans(step, new StepConfigTester(jenkins).configRoundTrip(step));
    }

    private static void connection(RegistryStep step) {
        step.plainHttp = true;
        step.insecureSkipTlsVerify = true;
        step.caFile = "ca.pem";
        step.certFile = "client.pem";
        step.keyFile = "key.pem";
    }
}
