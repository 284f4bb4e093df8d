package io.jenkins.plugins.ocichart.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Descriptor;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.BuildWrapperDescriptor;
import io.jenkins.plugins.ocichart.parameter.OciChartVersionParameterDefinition;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.builder.AstBuilder;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.control.CompilePhase;
import org.jenkinsci.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** README's examples call steps that there are with parameters that they have, and its tables name all of them. */
class ReadmeStepsTest {
    private static final Path README = Path.of("README.md");
    private static final StepCatalog STEPS = new StepCatalog();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern EXAMPLE = Pattern.compile("```groovy\n(.*?)```", Pattern.DOTALL);

    static Stream<String> examples() throws Exception {
        return EXAMPLE.matcher(Files.readString(README)).results().map(found -> found.group(1));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesNameWhatThereIs(String example) {
        Map<String, Set<String>> callables = callables();
        List<String> calls = new ArrayList<>();
        CodeVisitorSupport visitor = new CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression call) {
                String name = call.getMethodAsString();
                if (name.startsWith("oci")) {
                    calls.add(name);
                    assertThat(callables).containsKey(name);
                    if (call.getArguments() instanceof TupleExpression arguments) {
                        arguments.getExpressions().stream()
                                .filter(MapExpression.class::isInstance)
                                .flatMap(map -> ((MapExpression) map).getMapEntryExpressions().stream())
                                .forEach(entry -> assertThat(callables.get(name))
                                        .as(name)
                                        .contains(entry.getKeyExpression().getText()));
                    }
                }
                super.visitMethodCallExpression(call);
            }
        };
        for (ASTNode node : new AstBuilder().buildFromString(CompilePhase.CONVERSION, false, example)) {
            if (node instanceof ClassNode type) {
                type.getMethods().forEach(method -> method.getCode().visit(visitor));
            } else {
                node.visit(visitor);
            }
        }
        assertThat(calls).isNotEmpty();
    }

    @Test
    void theJobDslExampleNamesFieldsOfBuildSteps() throws Exception {
        String example = examples()
                .filter(text -> text.startsWith("freeStyleJob"))
                .findFirst()
                .orElseThrow();
        Map<String, Set<String>> builders = callables();
        List<MatchResult> blocks = Pattern.compile("(oci[A-Za-z]+) \\{([^}]+)}")
                .matcher(example)
                .results()
                .toList();

        assertThat(blocks).hasSize(4);
        for (MatchResult block : blocks) {
            assertThat(Pattern.compile("([a-zA-Z]+)\\(")
                            .matcher(block.group(2))
                            .results()
                            .map(call -> call.group(1)))
                    .as(block.group(1))
                    .isSubsetOf(builders.get(block.group(1)));
        }
    }

    /** The steps of each heading that names some, and the text up to the next heading. */
    static Stream<Map.Entry<List<String>, String>> sections() throws Exception {
        return Stream.of(Files.readString(README).split("\n(?=##)")).flatMap(section -> {
            List<String> names = codes(section.lines().findFirst().orElse(""))
                    .filter(name -> name.startsWith("oci") && !name.equals("ociChartVersion"))
                    .toList();
            return names.isEmpty() ? Stream.empty() : Stream.of(Map.entry(names, section));
        });
    }

    @Test
    void everyStepHasASection() throws Exception {
        assertThat(sections().flatMap(section -> section.getKey().stream()))
                .containsExactlyInAnyOrderElementsOf(STEPS.functions().stream()
                        .filter(name -> !name.equals("ociRegistryLogout"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("sections")
    void tablesNameAllParametersAndTheirDefaults(Map.Entry<List<String>, String> section) throws Exception {
        Map<String, String> documented = parameters(section.getValue());
        Set<String> all = new TreeSet<>();
        for (String step : section.getKey()) {
            Map<String, Object> defaults = defaults(step);
            all.addAll(defaults.keySet());
            assertThat(documented.keySet()).as(step).containsAll(defaults.keySet());
            defaults.forEach((name, value) -> {
                String text = documented.get(name);
                if (value == Required.YES) {
                    assertThat(text).as(step + ": " + name).isEqualTo("required");
                } else if (text.startsWith("`")) {
                    assertThat(text).as(step + ": " + name).isEqualTo("`" + value + "`");
                } else if (!text.equals("as in Helm")) {
                    assertThat(value).as(step + ": " + name).isIn(null, "", false, 0, Map.of(), List.of());
                }
            });
        }
        assertThat(documented.keySet()).isSubsetOf(all);
    }

    /** The parameters of a section's table and what it says of their defaults; shared tables are looked up. */
    private static Map<String, String> parameters(String section) throws Exception {
        Map<String, String> found = new LinkedHashMap<>();
        String table = section.substring(section.indexOf("| parameter |"));
        for (String row : table.split("\n\n")[0].lines().skip(2).toList()) {
            String[] cells = row.split("(?<!\\\\)\\|", -1);
            List<String> names = codes(cells[1]).toList();
            String[] defaults = cells[2].strip().split(", ");
            for (int i = 0; i < names.size(); i++) {
                found.put(names.get(i), defaults[Math.min(i, defaults.length - 1)]);
            }
            if (cells[1].contains("verification parameters")) {
                found.putAll(parameters(named("### Whose signature a chart must have")));
            }
            if (cells[1].contains("connection parameters")) {
                found.putAll(parameters(named("## Connection")));
            }
        }
        return found;
    }

    @Test
    void theParameterOffersAsManyVersionsAsReadmeSays() throws Exception {
        int limit = new OciChartVersionParameterDefinition("VERSION", "oci://registry.example.com/web").getLimit();

        assertThat(named("### Build parameter: `ociChartVersion`")).contains("(`limit`, " + limit + "; `devel`)");
    }

    @Test
    void theListOfBuildStepsIsComplete() throws Exception {
        String list = named("## Freestyle").split("\n\n")[1].replace('\n', ' ');
        List<String> names = new ArrayList<>();
        for (Class<?> type : STEPS.extensions()) {
            if (BuildStepDescriptor.class.isAssignableFrom(type)
                    || BuildWrapperDescriptor.class.isAssignableFrom(type)) {
                names.add(((Descriptor<?>) type.getConstructor().newInstance()).getDisplayName());
            }
        }

        assertThat(Pattern.compile("\\*([^*]+)\\*").matcher(list).results().map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    private static String named(String heading) throws Exception {
        String text = Files.readString(README);
        return text.substring(text.indexOf("\n" + heading + "\n"));
    }

    private static Stream<String> codes(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }

    private enum Required {
        YES
    }

    private static Map<String, Object> defaults(String function) throws Exception {
        Class<?> type = STEPS.descriptor(function).getClass().getEnclosingClass();
        Map<String, Object> defaults = new TreeMap<>();
        for (String name : constructor(type)) {
            defaults.put(name, Required.YES);
        }
        Object step = STEPS.newStep(function, Map.of());
        for (Field field : type.getFields()) {
            if (field.isAnnotationPresent(DataBoundSetter.class)) {
                defaults.put(field.getName(), field.get(step));
            }
        }
        return defaults;
    }

    /** The parameters of everything that the plugin adds to scripts, by symbol. */
    private static Map<String, Set<String>> callables() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String step : STEPS.functions()) {
            found.put(step, bound(STEPS.descriptor(step).getClass().getEnclosingClass()));
        }
        for (Class<?> descriptor : STEPS.extensions()) {
            Symbol symbol = descriptor.getAnnotation(Symbol.class);
            if (symbol != null
                    && Descriptor.class.isAssignableFrom(descriptor)
                    && descriptor.getEnclosingClass() != null) {
                found.putIfAbsent(symbol.value()[0], bound(descriptor.getEnclosingClass()));
            }
        }
        assertThat(found.get("ociChartVersion")).isEqualTo(bound(OciChartVersionParameterDefinition.class));
        return found;
    }

    private static Set<String> bound(Class<?> type) {
        Set<String> names = new TreeSet<>(constructor(type));
        for (Field field : type.getFields()) {
            if (field.isAnnotationPresent(DataBoundSetter.class)) {
                names.add(field.getName());
            }
        }
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(DataBoundSetter.class)) {
                String name = method.getName().substring("set".length());
                names.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
            }
        }
        return names;
    }

    private static List<String> constructor(Class<?> type) {
        return Arrays.stream(type.getConstructors())
                .filter(constructor -> constructor.isAnnotationPresent(DataBoundConstructor.class))
                .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
                .map(Parameter::getName)
                .toList();
    }
}
