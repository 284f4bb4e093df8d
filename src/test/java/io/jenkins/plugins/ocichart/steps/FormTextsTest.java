package io.jenkins.plugins.ocichart.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parameters that are maps and lists in a script, as a form's texts. */
class FormTextsTest {
    @Test
    void annotationsAreLines() {
        OciChartSignStep sign = new OciChartSignStep("oci://registry.example.com/charts/web:1.0.0");
        OciChartVerifyStep verify = new OciChartVerifyStep("web-1.0.0.tgz");

        sign.setText("annotations", "\n team = web \ncommit=a=b\n");
        verify.setText("annotations", sign.text("annotations"));

        assertThat(sign.annotations).isEqualTo(Map.of("team", "web", "commit", "a=b"));
        assertThat(verify.annotations).isEqualTo(sign.annotations);
    }

    @Test
    void valuesAreYaml() {
        OciChartUpgradeStep step = new OciChartUpgradeStep("web", "oci://registry.example.com/charts/web");
        step.setText("values", "replicas: 3\nimage:\n  tag: 'on'\nhosts: [a, b]\n");
        OciChartUpgradeStep same = new OciChartUpgradeStep("web", "oci://registry.example.com/charts/web");
        same.setText("values", step.text("values"));

        assertThat(step.values)
                .isEqualTo(Map.of("replicas", 3L, "image", Map.of("tag", "on"), "hosts", List.of("a", "b")));
        assertThat(same.values).isEqualTo(step.values);
    }

    @Test
    void argumentsAreLines() {
        OciChartUpgradeStep step = new OciChartUpgradeStep("web", "oci://registry.example.com/charts/web");
        step.setText("arguments", "--labels\n team=web\n\n");

        assertThat(step.arguments).containsExactly("--labels", "team=web");
        assertThat(step.text("arguments")).isEqualTo("--labels\nteam=web");
    }

    @Test
    void blankTextsAreTheDefaults() {
        OciChartTemplateStep step = new OciChartTemplateStep("web", "web");
        for (String field : List.of("annotations", "values", "arguments")) {
            step.setText(field, "\n");
            assertThat(step.text(field)).isEmpty();
        }
        assertThat(step.annotations).isEmpty();
        assertThat(step.values).isNull();
        assertThat(step.arguments).isEmpty();
    }

    @Test
    void valuesThatAreNoMapAreRefused() {
        OciChartTemplateStep step = new OciChartTemplateStep("web", "web");
        for (String wrong : List.of("- a", "text", "a: b: c", "{")) {
            assertThatThrownBy(() -> step.setText("values", wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("values must be a map in YAML");
        }
    }
}
