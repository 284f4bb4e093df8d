package io.jenkins.plugins.ocichart.operation.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.fixture.ChartTar;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.operation.Requests;
import io.jenkins.plugins.ocichart.operation.push.ChartPush;
import io.jenkins.plugins.ocichart.operation.push.PushResult;
import io.jenkins.plugins.ocichart.peer.AnyRegistry;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code helm pull} and our pull leave the same files with the same names and contents. */
class SameFilesAsHelmTest {
    @TempDir
    static Path pushed;

    private static HelmProgram helm;

    @Started
    private static AnyRegistry registry;

    private static String digest;

    @TempDir
    Path dir;

    @BeforeAll
    static void push() throws Exception {
        helm = HelmProgram.onPath();
        for (String version : List.of("1.0.0", "1.1.0+b.2", "2.0.0-rc.1", "v3.0.0", "1.2")) {
            ChartTar.write(pushed, "web", version);
        }
        Files.writeString(pushed.resolve("web-1.0.0.tgz.prov"), "provenance");
        PushResult result = ChartPush.run(pushed, Requests.push("*.tgz", registry.host()), line -> {});
        assertThat(result.problem()).isEmpty();
        digest = result.charts().get(0).chart().digest();
    }

    @ParameterizedTest
    @CsvSource({
        "'',         '',         ''",
        "'',         1.0.0,      ''",
        "'',         1.1.0+b.2,  ''",
        "'',         ^1,         ''",
        "'',         2.0.0-rc.1, ''",
        "'',         v3.0.0,     ''",
        "'',         1.2,        ''",
        ":1.0.0,     '',         ''",
        ":v3.0.0,    '',         ''",
        "@DIGEST,    '',         ''",
        ":1.0.0@DIGEST, '',      ''",
        "'',         '',         --devel",
        "'',         1.0.0,      --prov",
        "'',         1.0.0,      --untar",
        "'',         1.1.0+b.2,  --untar --untardir deep",
    })
    void theFilesAreTheSame(String suffix, String version, String flags) throws Exception {
        String reference = "oci://" + registry.host() + "/charts/web" + suffix.replace("DIGEST", digest);
        List<String> command =
                new ArrayList<>(List.of("pull", reference, "--plain-http", "-d", dir.resolve("helm") + ""));
        if (!version.isEmpty()) {
            command.addAll(List.of("--version", version));
        }
        Arrays.stream(flags.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
        Files.createDirectory(dir.resolve("helm"));
        helm.run(command.toArray(String[]::new));

        ChartPull.run(
                dir,
                new Pull(
                        reference,
                        version,
                        flags.contains("--devel"),
                        "ours",
                        flags.contains("--untar"),
                        flags.contains("--untardir") ? "deep" : ".",
                        flags.contains("--prov"),
                        Requests.ALICE),
                line -> {});
        assertThat(files("ours")).isNotEmpty().isEqualTo(files("helm"));
    }

    /** Every file below a folder with its permissions and its content; a folder with its permissions. */
    private Map<String, String> files(String folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = dir.resolve(folder);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.filter(path -> !path.equals(root)).toList()) {
                String content =
                        Files.isDirectory(path) ? "folder" : HexFormat.of().formatHex(Files.readAllBytes(path));
                files.put(root.relativize(path).toString(), Files.getPosixFilePermissions(path) + " " + content);
            }
        }
        return files;
    }
}
