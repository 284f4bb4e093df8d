package io.jenkins.plugins.ocichart.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that needs a login to the registry, and shell commands for it, each of which fails without. They run in their
 * order, in a folder that {@link #prepare} has filled, and expect the chart {@code charts/web:1.2.3} in the registry.
 */
public enum RegistryTool {
    HELM_3("helm3", "--atomic"),
    HELM_4("helm4", "--rollback-on-failure"),
    ORAS("oras", ""),
    COSIGN_2("cosign2", "--tlog-upload=false"),
    COSIGN_3("cosign", "--use-signing-config=false --tlog-upload=false"),
    DOCKER("docker", ""),
    SKOPEO("skopeo", "");

    private final String program;
    private final String own;

    RegistryTool(String program, String own) {
        this.program = program;
        this.own = own;
    }

    /** Makes the current directory of the commands; the test is skipped if the program isn't on the path. */
    public void prepare(Path directory, String host) throws IOException, InterruptedException {
        Programs.onPath(program, "");
        Files.createDirectories(directory.resolve("outer"));
        Files.writeString(directory.resolve("outer/Chart.yaml"), """
                apiVersion: v2
                name: outer
                version: 1.0.0
                dependencies: [{name: web, version: ^1.0, repository: "oci://%s/charts"}]
                """.formatted(host));
        if (program.startsWith("cosign")) {
            Files.writeString(directory.resolve("root.json"), CosignProgram.TRUSTED_ROOT);
            CosignProgram.VERSION_3.generateKeys(directory, program);
        }
    }

    /** Commands that need nothing but the registry. */
    public List<String> commands(String host) {
        String chart = host + "/charts/web";
        return switch (this) {
            case HELM_3, HELM_4 ->
                List.of(
                        helm("template web", chart),
                        helm("show all", chart),
                        helm("pull", chart) + " && test -s web-1.2.3.tgz && rm web-1.2.3.tgz",
                        program + " dependency update outer --plain-http && rm outer/charts/web-1.2.3.tgz",
                        program + " dependency build outer --plain-http && rm -r outer/charts outer/Chart.lock");
            case ORAS ->
                List.of(
                        "oras manifest fetch --plain-http " + chart + ":1.2.3",
                        "oras copy --from-plain-http " + chart + ":1.2.3 --to-oci-layout layout && rm -r layout",
                        "oras push --plain-http " + host + "/notes:1 outer/Chart.yaml",
                        "oras pull --plain-http " + host + "/notes:1 -o notes && rm -r notes");
            case COSIGN_2, COSIGN_3 ->
                List.of(
                        cosign("sign -y " + own + " --key " + program + ".key", chart),
                        cosign(
                                "verify --insecure-ignore-tlog --trusted-root root.json --key " + program + ".pub",
                                chart));
            case DOCKER -> List.of("docker manifest inspect --insecure " + chart + ":1.2.3");
            case SKOPEO -> List.of("skopeo inspect --raw --tls-verify=false docker://" + chart + ":1.2.3");
        };
    }

    /** Commands that need a cluster, too: install and upgrade of Helm. */
    public List<String> deployments(String host) {
        String chart = host + "/charts/web";
        return List.of(helm("install " + program, chart), helm("upgrade " + own + " " + program, chart));
    }

    private String helm(String command, String chart) {
        return program + " " + command + " oci://" + chart + " --version 1.2.3 --plain-http";
    }

    private String cosign(String command, String chart) {
        return "COSIGN_PASSWORD='" + CosignProgram.PASSPHRASE + "' " + program + " " + command
                + " --allow-http-registry " + chart + ":1.2.3";
    }

    /** Without those that few machines of continuous integration have. */
    public static List<RegistryTool> common() {
        return List.of(HELM_3, HELM_4, ORAS, COSIGN_2, COSIGN_3);
    }

    /** All commands of the common ones. */
    public static List<String> allCommands(String host) {
        List<String> all = new ArrayList<>();
        for (RegistryTool tool : common()) {
            all.addAll(tool.commands(host));
        }
        all.addAll(HELM_3.deployments(host));
        all.addAll(HELM_4.deployments(host));
        return all;
    }
}
