package io.jenkins.plugins.ocichart.operation.tool;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * A system and processor as the names of Helm's archives have them (helm: Makefile, scripts/get-helm-4).
 *
 * @param system {@code linux}, {@code darwin} or {@code windows}
 * @param processor Go's name of the processor
 */
record HelmPlatform(String system, String processor) {
    private static final Map<String, String> PROCESSORS = Map.ofEntries(
            Map.entry("amd64", "amd64"),
            Map.entry("x86_64", "amd64"),
            Map.entry("aarch64", "arm64"),
            Map.entry("arm64", "arm64"),
            Map.entry("x86", "386"),
            Map.entry("i386", "386"),
            Map.entry("i686", "386"),
            Map.entry("arm", "arm"),
            Map.entry("ppc64le", "ppc64le"),
            Map.entry("s390x", "s390x"),
            Map.entry("riscv64", "riscv64"),
            Map.entry("loong64", "loong64"));

    /** That of a JVM. */
    static HelmPlatform of(Platform platform, String architecture) throws IOException {
        String processor = PROCESSORS.get(architecture.toLowerCase(Locale.ROOT));
        if (processor == null) {
            throw new IOException("there is no helm for the processor " + architecture);
        }
        String system =
                switch (platform) {
                    case LINUX -> "linux";
                    case MAC -> "darwin";
                    case WINDOWS -> "windows";
                };
        return new HelmPlatform(system, processor);
    }

    /** The archive's name. */
    String archive(String version) {
        return "helm-v" + version + "-" + this + (isWindows() ? ".zip" : ".tar.gz");
    }

    /** The program's name. */
    String program() {
        return isWindows() ? "helm.exe" : "helm";
    }

    boolean isWindows() {
        return system.equals("windows");
    }

    @Override
    public String toString() {
        return system + "-" + processor;
    }
}
