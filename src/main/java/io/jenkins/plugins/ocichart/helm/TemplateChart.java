package io.jenkins.plugins.ocichart.helm;

import io.jenkins.plugins.ocichart.tasks.BuildContext;
import io.jenkins.plugins.ocichart.tasks.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Renders a chart: {@code helm template}. The result is the manifests' text. */
public record TemplateChart(HelmOptions options) implements Task<String> {
    @Override
    public String run(BuildContext context) throws IOException, InterruptedException {
        return HelmSession.use(context, options, helm -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            helm.run("template", List.of(), text);
            return text.toString(StandardCharsets.UTF_8);
        });
    }
}
