package io.jenkins.plugins.ocichart.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.ocichart.chart.yaml.ChartException;
import io.jenkins.plugins.ocichart.chart.yaml.GoYaml;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values were measured with Helm 3.21. */
class ChartMetadataTest {
    private static final String RICH = """
            apiVersion: v2
            name: rich
            version: 1.2.3+b.1
            appVersion: 1.10
            description: "a <b> & c\\u2028d\\te"
            home: https://ex.com/?a=1&b=2
            sources: [https://s1, https://s2]
            keywords: [1, true, a]
            maintainers:
            - {name: A B, email: a@x}
            - {email: c@x, url: https://u}
            - {url: https://q}
            - {name: Z}
            annotations: {z: 1, a: yes, org.opencontainers.image.created: mine, org.opencontainers.image.version: no}
            deprecated: true
            type: application
            kubeVersion: ">=1.20"
            dependencies:
            - {name: d1, version: ^1, repository: "oci://x/y", tags: [t], import-values: [data, {parent: p, child: c}], alias: al}
            - {name: d2}
            """;

    @Test
    void isWrittenAsHelmsConfigBlob() throws Exception {
        assertThat(metadata(RICH).toJson())
                .hasSize(701)
                .asString()
                .isEqualTo("{\"name\":\"rich\",\"home\":\"https://ex.com/?a=1\\u0026b=2\",\"sources\":[\"https://s1\","
                        + "\"https://s2\"],\"version\":\"1.2.3+b.1\",\"description\":\"a \\u003cb\\u003e \\u0026 c d e\","
                        + "\"keywords\":[\"1\",\"true\",\"a\"],\"maintainers\":[{\"name\":\"A B\",\"email\":\"a@x\"},"
                        + "{\"email\":\"c@x\",\"url\":\"https://u\"},{\"url\":\"https://q\"},{\"name\":\"Z\"}],"
                        + "\"apiVersion\":\"v2\",\"appVersion\":\"1.1\",\"deprecated\":true,\"annotations\":{\"a\":\"true\","
                        + "\"org.opencontainers.image.created\":\"mine\",\"org.opencontainers.image.version\":\"false\","
                        + "\"z\":\"1\"},\"kubeVersion\":\"\\u003e=1.20\",\"dependencies\":[{\"name\":\"d1\",\"version\":"
                        + "\"^1\",\"repository\":\"oci://x/y\",\"tags\":[\"t\"],\"import-values\":[\"data\",{\"child\":\"c\","
                        + "\"parent\":\"p\"}],\"alias\":\"al\"},{\"name\":\"d2\",\"repository\":\"\"}],"
                        + "\"type\":\"application\"}");
    }

    @Test
    void givesTheManifestsAnnotationsInTheirOrder() throws Exception {
        assertThat(metadata(RICH).ociAnnotations(OffsetDateTime.parse("2026-01-01T00:00:00Z")))
                .containsExactly(
                        entry("a", "true"),
                        entry("org.opencontainers.image.authors", "A B (a@x),  (c@x), , Z"),
                        entry("org.opencontainers.image.created", "mine"),
                        entry("org.opencontainers.image.description", "a <b> & c d e"),
                        entry("org.opencontainers.image.source", "https://s1"),
                        entry("org.opencontainers.image.title", "rich"),
                        entry("org.opencontainers.image.url", "https://ex.com/?a=1&b=2"),
                        entry("org.opencontainers.image.version", "1.2.3+b.1"),
                        entry("z", "1"));
    }

    @ParameterizedTest
    @CsvSource({
        "2023-11-14T22:13:20.999Z, 2023-11-14T22:13:20Z",
        "2023-11-15T03:43:20.5+05:30, 2023-11-15T03:43:20+05:30",
        "2023-11-14T19:13:20-03:00, 2023-11-14T19:13:20-03:00",
    })
    void writesTheTimeOfCreationInItsZoneWithoutFractions(String created, String written) throws Exception {
        assertThat(metadata("name: a\nversion: 1").ociAnnotations(OffsetDateTime.parse(created)))
                .containsEntry("org.opencontainers.image.created", written);
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "1.10, 1.1",
                "1.0, 1",
                "1., 1",
                "1e3, 1000",
                "1000000.5, 1.0000005e+06",
                "999999.5, 999999.5",
                "16777217.0, 1.6777216e+07",
                "1.123456789, 1.1234568",
                "0.00001, 1e-05",
                "-267681.3892061744, -267681.38",
                "18446744073709551615, 18446744073709551615",
                "18446744073709551616, 1.8446744e+19",
                "010, 8",
                "089, 89",
                "0o10, 8",
                "0b101, 5",
                "0b-101, -5",
                "0x1F, 31",
                "1_000, 1000",
                "+1, 1",
                "-0, 0",
                "-0.0, -0",
                "._5, ._5",
                ".1_5, 0.15",
                "yes, true",
                "on, true",
                "y, true",
                "no, false",
                "off, false",
                "n, false",
                "Off, false",
                "tRue, tRue",
                "~, \"\"",
                "null, \"\"",
                "NULL, \"\"",
                "2024-01-01, 2024-01-01",
                "1:30, 1:30",
                "12:30:45, 12:30:45",
                "1.2.3, 1.2.3",
                ".inf, +Inf",
                "-.inf, -Inf",
                ".nan, NaN",
                "12e4567, 12e4567",
            })
    void convertsAScalarOfAnotherTypeToAString(String scalar, String text) throws Exception {
        assertThat(metadata("name: a\nversion: 1\nappVersion: " + scalar).appVersion())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "1.5, 1.5", "y, true", "n, false", "'.inf', .inf", "'-.inf', -.inf", "'.nan', .nan", "0x10, 16"
    })
    void convertsKeysToStrings(String key, String text) throws Exception {
        assertThat(metadata("name: a\nversion: 1\nannotations: {" + key + ": v}")
                        .fields()
                        .get("annotations"))
                .isEqualTo(Map.of(text, "v"));
    }

    private static Map.Entry<String, String> entry(String key, String value) {
        return Map.entry(key, value);
    }

    private static ChartMetadata metadata(String yaml) throws ChartException {
        MetadataDraft metadata = new MetadataDraft();
        metadata.decode("Chart.yaml", GoYaml.decode(yaml.getBytes(StandardCharsets.UTF_8)));
        metadata.defaultApiVersion();
        return metadata.validated();
    }
}
