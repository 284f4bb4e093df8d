package io.jenkins.plugins.ocichart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.FilePath;
import hudson.remoting.Callable;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import jenkins.agents.ControllerToAgentFileCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no class and no view of the plugin may do, whoever writes it. SECURITY.md says why. */
class SecurityRulesTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jenkins.plugins.ocichart");

    @Test
    void whatCrossesToAgentsIsRunByTheControllerOnly() {
        List<Class<?>> callables = CLASSES.stream()
                .<Class<?>>map(JavaClass::reflect)
                .filter(type ->
                        Callable.class.isAssignableFrom(type) || FilePath.FileCallable.class.isAssignableFrom(type))
                .toList();

        assertThat(callables)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type)
                        .isAssignableTo(ControllerToAgentFileCallable.class)
                        .isRecord()
                        .hasDeclaredMethods("toString"));
    }

    @Test
    void noProgramIsStartedButCredentialHelpers() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.CredentialHelper(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.lang\\.(ProcessBuilder|Process|Runtime)")
                .because("a chart or a registry must not have programs run")
                .check(CLASSES);
    }

    @Test
    void nothingIsDeserializedOrParsedAsXmlOrEvaluated() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.io\\.ObjectInputStream|javax\\.xml\\..*|org\\.w3c\\.dom\\..*|org\\.xml\\.sax\\..*"
                                + "|groovy\\..*|javax\\.script\\..*|java\\.net\\.URLClassLoader")
                .check(CLASSES);
    }

    @Test
    void nothingIsReachedWithoutJenkinsOwnChecks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("hudson\\.model\\.UnprotectedRootAction|hudson\\.security\\.csrf\\.CrumbExclusion"
                        + "|.*\\.SlaveToMaster.*|jenkins\\.security\\.csp\\..*")
                .check(CLASSES);
    }

    /** It shows what the jobs that the viewer may read have deployed, and changes nothing. */
    @Test
    void onlyThePageOfDeploymentsIsAtTheRoot() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ChartDeployments")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("hudson\\.model\\.RootAction")
                .check(CLASSES);
    }

    @Test
    void tlsIsNeverRelaxedForOthers() {
        noClasses()
                .should()
                .callMethod(SSLContext.class, "setDefault", SSLContext.class)
                .orShould()
                .callMethod(HttpsURLConnection.class, "setDefaultSSLSocketFactory", SSLSocketFactory.class)
                .orShould()
                .callMethod(HttpsURLConnection.class, "setDefaultHostnameVerifier", HostnameVerifier.class)
                .orShould()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .check(CLASSES);
    }

    @Test
    void whatIsStoredHasNoSecretInPlainText() {
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "..config..",
                        "..credentials..",
                        "..freestyle..",
                        "..login..",
                        "..record..",
                        "..steps..",
                        "..tasks..")
                .and()
                .haveNameMatching("(?i).*(password|passphrase|token|secret)")
                .and()
                .doNotHaveRawType(boolean.class)
                .should()
                .haveRawType(Secret.class)
                .check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsEscapeAndBringNoScript(Path view) throws IOException {
        String text = Files.readString(view);

        assertThat(text.replaceFirst("^<\\?xml[^>]*\\?>\\s*", ""))
                .startsWith("<?jelly escape-by-default='true'?>")
                .doesNotContain("<j:out", "rawHtml", "escape-by-default='false'", "javascript:")
                .doesNotContainPattern("<script(?![^>]*type=\"application/json\")")
                .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|checkUrl=");
    }

    static List<Path> views() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            return files.filter(file -> file.toString().endsWith(".jelly")).toList();
        }
    }
}
