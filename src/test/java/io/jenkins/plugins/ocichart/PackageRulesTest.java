package io.jenkins.plugins.ocichart;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may import whom. A package that is not in the table has no place in the architecture yet. */
class PackageRulesTest {
    private static final String ROOT = "io.jenkins.plugins.ocichart";

    private static final String[] JDK = {"java..", "javax.crypto..", "javax.net..", "javax.security.."};
    /** The streaming API alone: what agents run has no more of Jackson, whose other jars would be most of what they fetch. */
    private static final String[] JACKSON_CORE = {"com.fasterxml.jackson.core.."};
    /** With databind and its annotations, on the controller. */
    private static final String[] JACKSON = {"com.fasterxml.jackson.."};

    /** Tar alone: of gzip the JDK's own stream reads what Helm reads. */
    private static final String[] TAR = {"org.apache.commons.compress.archivers.tar.."};

    /** On the controller: agents must not load it. */
    private static final String[] BOUNCY_CASTLE = {"org.bouncycastle.."};

    private static final String[] YAML = {"org.yaml.snakeyaml.."};
    private static final String[] JENKINS = {
        "com.cloudbees.plugins.credentials..",
        "edu.umd.cs.findbugs.annotations..",
        "hudson..",
        "jenkins..",
        "net.sf.json..",
        "org.jenkinsci..",
        "org.jvnet.localizer..",
        "org.kohsuke..",
        "org.springframework.security.."
    };

    private static final Map<String, DescribedPredicate<JavaClass>> MAY_IMPORT = new LinkedHashMap<>();

    static {
        MAY_IMPORT.put("text", libraries(JDK));
        MAY_IMPORT.put("json", libraries(JDK, JACKSON_CORE));
        MAY_IMPORT.put("chart.yaml", libraries(JDK, YAML));
        MAY_IMPORT.put("chart.version", libraries(JDK).or(own("chart.yaml")));
        MAY_IMPORT.put("chart.archive", libraries(JDK, TAR).or(own("chart.yaml")));
        MAY_IMPORT.put("chart", libraries(JDK).or(own("chart.archive", "chart.version", "chart.yaml")));
        MAY_IMPORT.put("chart.folder", libraries(JDK).or(own("chart", "chart.archive", "chart.yaml", "json")));
        MAY_IMPORT.put("registry", libraries(JDK).or(own("json", "text")));
        MAY_IMPORT.put("registry.http", libraries(JDK).or(own("registry", "text")));
        MAY_IMPORT.put("registry.auth", libraries(JDK).or(own("registry", "registry.http", "json", "text")));
        MAY_IMPORT.put("registry.logins", libraries(JDK).or(own("registry", "json", "text")));
        MAY_IMPORT.put(
                "registry.client",
                libraries(JDK).or(own("registry", "registry.http", "registry.auth", "json", "text")));
        MAY_IMPORT.put(
                "repository",
                libraries(JDK).or(own("chart", "chart.version", "chart.yaml", "registry", "registry.http", "text")));
        MAY_IMPORT.put("provider", libraries(JDK).or(own("registry", "registry.http", "json", "text")));
        MAY_IMPORT.put("signature", libraries(JDK));
        MAY_IMPORT.put(
                "signature.provenance", libraries(JDK, BOUNCY_CASTLE).or(own("signature", "chart.yaml", "text")));
        MAY_IMPORT.put("signature.cosign", libraries(JDK).or(own("signature", "registry", "json", "text")));
        MAY_IMPORT.put("signature.rekor", libraries(JDK).or(own("signature.cosign", "registry", "json", "text")));
        MAY_IMPORT.put("signature.key", libraries(JDK, BOUNCY_CASTLE).or(own("signature.cosign", "json", "text")));
        MAY_IMPORT.put("signature.timestamp", libraries(JDK, BOUNCY_CASTLE).or(own("text")));
        MAY_IMPORT.put(
                "operation",
                libraries(JDK)
                        .or(own(
                                "chart",
                                "chart.version",
                                "registry",
                                "registry.client",
                                "registry.logins",
                                "provider",
                                "signature",
                                "signature.cosign",
                                "json",
                                "text")));
        MAY_IMPORT.put(
                "operation.push",
                libraries(JDK)
                        .or(own("operation", "chart", "chart.yaml", "registry", "registry.client", "json", "text")));
        MAY_IMPORT.put(
                "operation.pull",
                libraries(JDK)
                        .or(own(
                                "operation",
                                "chart",
                                "chart.archive",
                                "chart.folder",
                                "chart.version",
                                "chart.yaml",
                                "json",
                                "registry",
                                "registry.client",
                                "signature",
                                "text")));
        MAY_IMPORT.put(
                "operation.sign",
                libraries(JDK)
                        .or(own("operation", "operation.pull", "registry", "registry.client", "signature.cosign")));
        MAY_IMPORT.put(
                "operation.sigstore", libraries(JDK).or(own("operation", "registry", "registry.http", "json", "text")));
        MAY_IMPORT.put(
                "operation.copy",
                libraries(JDK)
                        .or(own(
                                "operation",
                                "operation.push",
                                "operation.pull",
                                "chart",
                                "registry",
                                "registry.client",
                                "signature",
                                "json",
                                "text")));
        MAY_IMPORT.put(
                "operation.dependency",
                libraries(JDK)
                        .or(own(
                                "operation",
                                "operation.pull",
                                "repository",
                                "chart",
                                "chart.folder",
                                "chart.version",
                                "chart.yaml",
                                "registry",
                                "registry.client",
                                "registry.logins",
                                "signature",
                                "text")));
        MAY_IMPORT.put(
                "operation.migrate",
                libraries(JDK)
                        .or(own(
                                "operation",
                                "operation.push",
                                "repository",
                                "chart.version",
                                "registry",
                                "registry.client",
                                "registry.logins",
                                "text")));
        MAY_IMPORT.put(
                "operation.packaging",
                libraries(JDK)
                        .or(own(
                                "operation",
                                "chart",
                                "chart.folder",
                                "chart.version",
                                "chart.yaml",
                                "registry",
                                "text")));
        MAY_IMPORT.put(
                "operation.login",
                libraries(JDK).or(own("operation", "registry", "registry.client", "registry.logins", "text")));
        MAY_IMPORT.put(
                "operation.release",
                libraries(JDK).or(own("operation", "chart", "chart.yaml", "registry.logins", "text")));
        MAY_IMPORT.put(
                "operation.tool",
                libraries(JDK, TAR).or(own("operation", "registry", "registry.http", "registry.logins", "text")));
        MAY_IMPORT.put("credentials", libraries(JDK, JENKINS).or(own("registry", "registry.logins")));
        MAY_IMPORT.put("agent", libraries(JDK, JENKINS).or(own("credentials", "operation")));
        MAY_IMPORT.put(
                "form",
                libraries(JDK, JENKINS)
                        .or(own(
                                "operation.migrate",
                                "credentials",
                                "operation.push",
                                "operation.packaging",
                                "operation.pull",
                                "operation.sigstore",
                                "registry",
                                "repository",
                                "signature.cosign")));
        MAY_IMPORT.put(
                "config",
                libraries(JDK, JENKINS)
                        .or(own(
                                "credentials",
                                "form",
                                "operation",
                                "operation.login",
                                "operation.sigstore",
                                "registry",
                                "repository")));
        MAY_IMPORT.put(
                "record",
                libraries(JDK, JENKINS, JACKSON)
                        .or(own(
                                "operation.migrate",
                                "repository",
                                "operation",
                                "operation.copy",
                                "operation.push",
                                "operation.packaging",
                                "operation.pull",
                                "registry",
                                "signature",
                                "text")));
        MAY_IMPORT.put("login", libraries(JDK, JENKINS).or(own("config", "credentials", "registry")));
        MAY_IMPORT.put(
                "tasks",
                libraries(JDK, JENKINS)
                        .or(own(
                                "operation.migrate",
                                "agent",
                                "config",
                                "credentials",
                                "form",
                                "json",
                                "login",
                                "operation",
                                "operation.copy",
                                "operation.push",
                                "operation.packaging",
                                "operation.pull",
                                "operation.dependency",
                                "operation.login",
                                "operation.sign",
                                "operation.sigstore",
                                "record",
                                "registry",
                                "registry.logins",
                                "repository",
                                "signature",
                                "signature.cosign",
                                "signature.key",
                                "signature.provenance",
                                "signature.rekor",
                                "signature.timestamp")));
        MAY_IMPORT.put(
                "helm",
                libraries(JDK, JENKINS, JACKSON)
                        .or(own(
                                "agent",
                                "chart.yaml",
                                "config",
                                "credentials",
                                "form",
                                "login",
                                "operation",
                                "operation.pull",
                                "operation.release",
                                "operation.tool",
                                "record",
                                "registry",
                                "signature",
                                "tasks",
                                "text")));
        MAY_IMPORT.put(
                "parameter",
                libraries(JDK, JENKINS)
                        .or(own("config", "credentials", "form", "operation", "operation.pull", "registry")));
        MAY_IMPORT.put("steps", libraries(JDK, JENKINS).or(own("helm", "tasks", "login", "form", "registry")));
        MAY_IMPORT.put("freestyle", libraries(JDK, JENKINS).or(own("helm", "tasks", "login", "form", "registry")));
    }

    @SuppressWarnings("unused") // the field source of a parameterized test
    static final Set<String> PACKAGES = MAY_IMPORT.keySet();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void importsOnlyWhatTheTableAllows(String name) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(MAY_IMPORT.get(name).or(own(name)))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void everyClassIsInAPackageOfTheTable() {
        assertThat(CLASSES)
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.getPackageName())
                        .as("package of " + type.getName())
                        .isIn(PACKAGES.stream().map(name -> ROOT + "." + name).toList()));
    }

    @Test
    void aPackageHasAtMost30Files() {
        Map<String, Long> files = CLASSES.stream()
                .filter(type -> type.isTopLevelClass())
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(files.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(30));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** Operations wait until their agent has the jar with their classes; what else ran there would load some before. */
    @Test
    void nothingElseRunsCodeOnAgents() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".agent")
                .should()
                .callMethodWhere(target(nameMatching("act|actAsync|call|callAsync|asCallableWith"))
                        .and(target(owner(assignableTo(FilePath.class).or(assignableTo(VirtualChannel.class))))))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> libraries(String[]... identifiers) {
        DescribedPredicate<JavaClass> none = DescribedPredicate.alwaysFalse();
        for (String[] some : identifiers) {
            none = none.or(resideInAnyPackage(some));
        }
        return none;
    }

    private static DescribedPredicate<JavaClass> own(String... names) {
        DescribedPredicate<JavaClass> none = DescribedPredicate.alwaysFalse();
        for (String name : names) {
            none = none.or(resideInAPackage(ROOT + "." + name));
        }
        return none;
    }
}
