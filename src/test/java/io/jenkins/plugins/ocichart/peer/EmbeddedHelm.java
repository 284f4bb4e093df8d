package io.jenkins.plugins.ocichart.peer;

import com.marcnuri.helm.jni.DependencyOptions;
import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.marcnuri.helm.jni.PackageOptions;
import com.marcnuri.helm.jni.PushOptions;
import com.marcnuri.helm.jni.RegistryOptions;
import com.marcnuri.helm.jni.Result;
import com.marcnuri.helm.jni.ShowOptions;
import com.marcnuri.helm.jni.TemplateOptions;
import java.nio.file.Path;

/**
 * Real Helm 3.21 inside the test's own process. It reads its login from {@code HELM_CONFIG_HOME} of that process, as the
 * program does, so logins are shared by all tests of one JVM; hosts have different ports.
 */
public final class EmbeddedHelm {
    private static final HelmLib LIB = NativeLibrary.getInstance().load();

    private EmbeddedHelm() {}

    /** {@code helm registry login HOST}. */
    public static String login(String host, String user, String password) {
        return text(LIB.RegistryLogin(new RegistryOptions(host, user, password, null, null, null, 0, 1, 0)));
    }

    /** {@code helm registry logout HOST}. */
    public static String logout(String host) {
        return text(LIB.RegistryLogout(new RegistryOptions(host, null, null, null, null, null, 0, 1, 0)));
    }

    /** {@code helm package CHART --destination DIR}; returns what Helm prints, which names the archive. */
    public static String pack(Path chart, Path destination) {
        return text(LIB.Package(new PackageOptions(chart.toString(), destination.toString(), 0, null, null, null)));
    }

    /** {@code helm push CHART REMOTE --plain-http}; returns what Helm prints. */
    public static String push(Path chart, String remote) {
        return text(LIB.Push(new PushOptions(chart.toString(), remote, null, null, null, 0, 1, 0)));
    }

    /** {@code helm show PART REF --version V --plain-http}; {@code part} is all, chart, values, readme or crds. */
    public static String show(String part, String ref, String version) {
        return text(LIB.Show(new ShowOptions(ref, part, version, null, null, null, 0, 1, 0)));
    }

    /** {@code helm template RELEASE REF --version V --plain-http}. */
    public static String template(String release, String ref, String version) {
        return text(LIB.Template(new TemplateOptions(
                release, version, ref, null, null, 0, 0, null, null, null, null, null, null, 0, 1, null, 0, null)));
    }

    /** {@code helm dependency update CHART }: downloads every dependency into the chart's charts folder. */
    public static String dependencyUpdate(Path chart) {
        return text(LIB.DependencyUpdate(new DependencyOptions(chart.toString(), null, 0, 0, 0)));
    }

    static Result checked(Result result) {
        if (result.err != null && !result.err.isEmpty()) {
            throw new HelmFailure(result.err);
        }
        return result;
    }

    private static String text(Result result) {
        checked(result);
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {result.out, result.stdOut, result.stdErr}) {
            if (part != null) {
                text.append(part);
            }
        }
        return text.toString();
    }

    /** What Helm refused, in Helm's words. */
    public static final class HelmFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HelmFailure(String message) {
            super(message);
        }
    }
}
