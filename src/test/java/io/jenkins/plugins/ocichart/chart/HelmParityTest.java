package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ocichart.peer.ChartFixtures;
import io.jenkins.plugins.ocichart.peer.ChartFixtures.Shape;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.EmbeddedRegistry;
import io.jenkins.plugins.ocichart.peer.RegistryContent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What real Helm pushes to a real registry, next to what we would push. */
class HelmParityTest {
    private static EmbeddedRegistry registry;

    @TempDir
    Path directory;

    @BeforeAll
    static void startRegistry() {
        registry = EmbeddedRegistry.start();
        EmbeddedHelm.login(registry.host(), EmbeddedRegistry.USER, EmbeddedRegistry.PASSWORD);
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    static Stream<Shape> shapes() {
        return ChartFixtures.shapes();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theConfigAndTheAnnotationsAreThoseOfHelm(Shape shape) throws Exception {
        Path file = shape.archive(directory);
        EmbeddedHelm.push(file, "oci://" + registry.host() + "/charts");

        ChartArchive archive = ChartArchive.read(file);

        RegistryContent content = new RegistryContent(registry.host());
        String repository = "charts/" + shape.name();
        String tag = archive.metadata().version().replace('+', '_');
        String manifest = new String(content.manifest(repository, tag), StandardCharsets.UTF_8);
        JsonNode json = new ObjectMapper().readTree(manifest);
        assertThat(archive.metadata().toJson())
                .asString()
                .isEqualTo(new String(
                        content.blob(repository, json.at("/config/digest").asText()), StandardCharsets.UTF_8));
        assertThat(new String(
                        GoJson.bytes(archive.metadata()
                                .ociAnnotations(archive.lastModified()
                                        .atZone(ZoneId.systemDefault())
                                        .toOffsetDateTime())),
                        StandardCharsets.UTF_8))
                .isEqualTo(manifest.substring(
                        manifest.indexOf("\"annotations\":") + "\"annotations\":".length(), manifest.length() - 1));
        assertThat("sha256:" + archive.sha256())
                .isEqualTo(json.at("/layers/0/digest").asText());
    }
}
