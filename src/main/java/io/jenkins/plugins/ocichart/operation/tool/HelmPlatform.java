package io.jenkins.plugins.ocichart.operation.tool;

import io.jenkins.plugins.ocichart.registry.logins.Platform;
import java.io.IOException;
import java.util.Locale;

/**
 * A system and processor as the names of Helm's archives have them (helm: Makefile, scripts/get-helm-4).
 *
 * @param system {@code linux}, {@code darwin} or {@code windows}
 * @param processor Go's name of the processor
 */
record HelmPlatform(String system, String processor) {
    /** That of a JVM. */
    static HelmPlatform of(Platform platform, String architecture) throws IOException {
        String name = architecture.toLowerCase(Locale.ROOT);
        String processor =
                switch (name) {
                    case "amd64", "x86_64" -> "amd64";
                    case "arm64", "aarch64" -> "arm64";
                    case "x86", "i386", "i686" -> "386";
                    case "arm", "ppc64le", "s390x", "riscv64", "loong64" -> name;
                    default -> throw new IOException("there is no helm for the processor " + architecture);
                };
        String system =
                switch (platform) {
                    case LINUX -> "linux";
                    case MAC -> "darwin";
                    case WINDOWS -> "windows";
                };
        return new HelmPlatform(system, processor);
    }

    String archive(String version) {
        return "helm-v" + version + "-" + this + (isWindows() ? ".zip" : ".tar.gz");
    }

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
