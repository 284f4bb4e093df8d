package io.jenkins.plugins.ocichart.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import io.jenkins.plugins.ocichart.fixture.ChartFolder;
import io.jenkins.plugins.ocichart.fixture.RegistryWithLogin;
import io.jenkins.plugins.ocichart.fixture.Started;
import io.jenkins.plugins.ocichart.peer.EmbeddedHelm;
import io.jenkins.plugins.ocichart.peer.HelmProgram;
import io.jenkins.plugins.ocichart.pipeline.StepBuild;
import io.jenkins.plugins.ocichart.steps.OciChartTemplateStep;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ociChartTemplate} renders what Helm renders by itself. */
class TemplateTest {
    private static final String VALUES =
            "color: none\nport: 80\nlist: [a, b]\nlogin: {user: u, password: p}\nempty: {}\n";

    private static final String MORE = "color: red\nlist: [c]\nlogin: {user: v}\nnumber: 12345678901\nfloat: 1e3\n";

    /** What a script gives, and the same in YAML, written by hand. */
    private static final Map<String, Object> MAP = map(
            "text",
            "two\nlines: \"quoted\" \\ 'é' \u2028\u0085\u007f\ufeff\uD83D\uDE00 ${x}",
            "yes",
            "yes",
            "date",
            "2024-01-01",
            "big",
            12345678901L,
            "small",
            new BigDecimal("0.10"),
            "on",
            true,
            "nothing",
            null,
            "color",
            null,
            "deep",
            map("er", Arrays.asList(1, "1", false, null, map("k", Map.of()))));

    private static final String MAP_AS_YAML = """
            text: "two\\nlines: \\"quoted\\" \\\\ 'é' \\u2028\\u0085\\u007f\\ufeff\\U0001F600 ${x}"
            "yes": 'yes'
            date: "2024-01-01"
            big: 12345678901
            small: 0.10
            "on": true
            nothing: ~
            color:
            deep:
              er:
              - 1
              - "1"
              - false
              - null
              - k: {}
            """;

    @Started("withHelmLogin")
    private static RegistryWithLogin registry;

    @TempDir
    private Path directory;

    private Path values;
    private Path map;

    @BeforeEach
    void write() throws Exception {
        values = Files.writeString(directory.resolve("more.yaml"), MORE);
        map = Files.writeString(directory.resolve("map.yaml"), MAP_AS_YAML);
    }

    @ParameterizedTest
    @MethodSource("charts")
    void rendersTheSameText(String program, int number, String template) throws Exception {
        StepBuild build = Helms.build(directory, program);
        ChartFolder chart = ChartFolder.in(directory, "chart" + number)
                .with("values.yaml", VALUES)
                .with("files/note.txt", "a note\n")
                .with("crds/crd.yaml", "kind: CustomResourceDefinition\nmetadata: {name: x}\n")
                .with("templates/_helpers.tpl", "{{ define \"name\" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}")
                .with("templates/NOTES.txt", "{{ .Values.color }}")
                .with("templates/one.yaml", template)
                .with("templates/tests/test.yaml", "kind: Pod\nmetadata: {annotations: {helm.sh/hook: test}}\n")
                .with("charts/sub/Chart.yaml", "apiVersion: v2\nname: sub\nversion: 0.1.0\n")
                .with(
                        "charts/sub/templates/sub.yaml",
                        "sub: {{ .Values.global | toJson | quote }}\nspace: {{ .Release.Namespace }}\n");
        EmbeddedHelm.pack(chart.path(), directory);
        Path archive = directory.resolve("chart" + number + "-1.2.3.tgz");
        EmbeddedHelm.push(archive, "oci://" + registry.host() + "/" + program);

        OciChartTemplateStep step =
                new OciChartTemplateStep("web", "oci://" + registry.host() + "/" + program + "/chart" + number);
        step.version = "^1.0";
        step.credentialsId = registry.credentials();
        step.namespace = "space";
        step.valuesFiles = values.toString();
        step.values = MAP;
        step.arguments = List.of("--include-crds", "--api-versions", "example.com/v1");

        assertThat(build.run(step))
                .isEqualTo(HelmProgram.onPath(program)
                        .run(
                                "template",
                                "web",
                                archive.toString(),
                                "--namespace",
                                "space",
                                "--values",
                                values.toString(),
                                "--values",
                                map.toString(),
                                "--include-crds",
                                "--api-versions",
                                "example.com/v1"));
        assertThat(build.console()).contains("Pulled: " + registry.host()).doesNotContain("quoted");
        assertThat(build.temporaryFiles()).isEmpty();
    }

    static Stream<Arguments> charts() {
        List<String> templates = List.of(
                "all: {{ .Values | toJson | b64enc }}\n",
                "all:\n{{ .Values | toYaml | indent 2 }}\n",
                "release: {{ .Release | toJson }}\n",
                "chart: {{ .Chart.Name }} {{ .Chart.Version }} {{ .Chart.AppVersion }}\n",
                "name: {{ include \"name\" . | quote }}\n",
                "{{ range $i, $e := .Values.list }}x{{ $i }}: {{ $e }}\n{{ end }}",
                "{{ with .Values.login }}login: {{ .user }}:{{ .password | b64enc }}{{ end }}\n",
                "note: {{ .Files.Get \"files/note.txt\" | quote }}\n",
                "glob: {{ (.Files.Glob \"files/*\").AsConfig | toJson }}\n",
                "tpl: {{ tpl \"{{ .Values.color }}\" . }}\n",
                "api: {{ .Capabilities.APIVersions.Has \"example.com/v1\" }} {{ .Capabilities.KubeVersion.Version }}\n",
                "{{ if .Values.empty }}full{{ else }}empty: true{{ end }}\n",
                "text: {{ .Values.text | b64enc }}\n---\ntwo: {{ .Values.date }}\n",
                "big: {{ .Values.big }} {{ .Values.big | int64 }} {{ .Values.number }}\n",
                "lookup: {{ lookup \"v1\" \"Secret\" \"space\" \"x\" | toJson }}\n",
                "kind: Job\nmetadata:\n  annotations: {helm.sh/hook: pre-install}\n  name: {{ .Release.Name }}\n",
                "kind: B\n---\nkind: A\n---\nkind: Namespace\nmetadata: {name: n}\n",
                "hash: {{ .Values.deep | toJson | sha256sum }}\n",
                "small: {{ .Values.small }} {{ .Values.float }} {{ .Values.on }} {{ .Values.nothing }}\n",
                "path: {{ .Template.BasePath }} {{ .Template.Name }}\n");
        return Stream.of("helm3", "helm4")
                .flatMap(program -> Stream.iterate(0, number -> number + 1)
                        .limit(templates.size())
                        .map(number -> Arguments.of(program, number, templates.get(number))));
    }

    @ParameterizedTest
    @CsvSource({
        "helm3, '{{ fail \"no color\" }}', no color",
        "helm4, '{{ fail \"no color\" }}', no color",
        "helm3, 'a: b: c', YAML parse error on web/templates/one.yaml",
        "helm4, 'a: b: c', YAML parse error on web/templates/one.yaml"
    })
    void saysInOneLineWhyHelmFails(String program, String template, String reason) throws Exception {
        String chart = ChartFolder.in(directory, "web")
                .with("templates/one.yaml", template)
                .path()
                .toString();

        assertThatThrownBy(() -> Helms.build(directory, program).run(new OciChartTemplateStep("web", chart)))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("helm template failed: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysThatThereIsNoHelm() throws Exception {
        StepBuild build = StepBuild.in(directory);

        assertThatThrownBy(() -> build.run(new OciChartTemplateStep("web", "web-1.2.3.tgz")))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith("There is no helm on the path of this step: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | web | '' | release is missing",
                "web | '' | '' | chart is missing",
                "web | https://example.com/web-1.2.3.tgz | '' | chart is a URL",
                "web | web | https://example.com/values.yaml | valuesFiles takes paths",
                "web | web | - | valuesFiles takes paths"
            })
    void refusesWhatHelmMustNotGet(String release, String chart, String files, String reason) throws Exception {
        OciChartTemplateStep step = new OciChartTemplateStep(release, chart);
        step.valuesFiles = files;

        assertThatThrownBy(() -> StepBuild.in(directory).run(step))
                .isInstanceOf(AbortException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void refusesArgumentsThatEndTheFlagsAndFilesThatAreNotThere() throws Exception {
        StepBuild build = Helms.build(directory, "helm3");
        OciChartTemplateStep step = new OciChartTemplateStep("web", "nowhere");
        step.arguments = List.of("--");
        assertThatThrownBy(() -> build.run(step)).hasMessageStartingWith("arguments must be");

        step.arguments = List.of();
        assertThatThrownBy(() -> build.run(step))
                .hasMessageContaining("chart 'nowhere' is no file or folder in " + build.workspace());
        step.valuesFiles = "none.yaml";
        assertThatThrownBy(() -> build.run(step)).hasMessageContaining("there is no file none.yaml");
    }

    @Test
    void refusesValuesThatYamlDoesNotHave() {
        assertThatThrownBy(() -> HelmValues.of(Map.of("a", List.of(1, Double.NaN))))
                .hasMessageStartingWith("values.a[1] is a Double");
        assertThatThrownBy(() -> HelmValues.of(Map.of("a", new Object())))
                .hasMessageStartingWith("values.a is a Object");
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
