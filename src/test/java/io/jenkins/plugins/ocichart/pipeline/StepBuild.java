package io.jenkins.plugins.ocichart.pipeline;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A build that runs steps one by one as Pipeline does, in a workspace on the local disk. Inside a block step it is seen
 * through the contexts that the block has set.
 */
public final class StepBuild {
    private final TestRun run;
    private final Path workspace;
    private final EnvVars variables;
    private final OutputStream console;
    private final List<Object> contexts;

    private StepBuild(TestRun run, Path workspace, EnvVars variables, OutputStream console, List<Object> contexts) {
        this.run = run;
        this.workspace = workspace;
        this.variables = variables;
        this.console = console;
        this.contexts = contexts;
    }

    /** A build with its workspace in a directory of the test. */
    public static StepBuild in(Path directory) throws IOException {
        Path records = directory.resolve("build");
        Path workspace = Files.createDirectories(directory.resolve("workspace").resolve("job"));
        return new StepBuild(
                TestRun.in(records),
                workspace,
                new EnvVars("PATH", "/usr/bin:/bin", "HOME", records.toString(), "WORKSPACE", workspace.toString()),
                new ByteArrayOutputStream(),
                List.of());
    }

    /**
     * A build with a console of its own.
     *
     * @param records where the build keeps its artifacts
     * @param workspace the current directory of the steps
     * @param variables the build's environment variables
     */
    static StepBuild in(Path records, Path workspace, Map<String, String> variables, OutputStream console)
            throws IOException {
        Files.createDirectories(workspace);
        return new StepBuild(TestRun.in(records), workspace, new EnvVars(variables), console, List.of());
    }

    /** What a block's body sees: the same build with further contexts, the innermost last. */
    StepBuild with(List<Object> more) {
        List<Object> all = new ArrayList<>(contexts);
        all.addAll(more);
        return new StepBuild(run, workspace, variables, console, all);
    }

    /** The same build with a variable, as {@code withEnv} sets it. */
    public StepBuild withVariable(String name, String value) {
        EnvVars more = new EnvVars(variables);
        more.put(name, value);
        return new StepBuild(run, workspace, more, console, contexts);
    }

    /** The same build in another directory; null for none, which is a build without an agent. */
    private StepBuild at(Path directory) {
        return new StepBuild(run, directory, variables, console, contexts);
    }

    /** The same build in a directory of the workspace. */
    public StepBuild dir(String path) {
        return at(workspace.resolve(path));
    }

    /** The same build without an agent, as in Declarative's {@code options}. */
    public StepBuild outsideNode() {
        return at(null);
    }

    /** The same build back on its agent. */
    public StepBuild inNode(StepBuild outer) {
        return at(outer.workspace);
    }

    /** Runs a step to its end and returns its result. */
    public Object run(Step step) throws Exception {
        return run(step, null);
    }

    /** Runs a block step to its end and returns its result. */
    public Object run(Step step, Body body) throws Exception {
        TestContext context = new TestContext(this, body);
        start(step, context);
        return result(context);
    }

    /** Starts a step. */
    public static StepExecution start(Step step, TestContext context) throws Exception {
        StepExecution execution = step.start(context);
        execution.start();
        return execution;
    }

    /** Waits for a step's result. */
    public static Object result(TestContext context) throws Exception {
        try {
            return context.outcome().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** What a step or a block's body does. */
    @FunctionalInterface
    public interface Body {
        public Object run(StepBuild inside) throws Exception;
    }

    /** The build as Jenkins sees it. */
    public TestRun run() {
        return run;
    }

    /** The current directory of the steps. */
    public Path workspace() {
        return workspace;
    }

    /** The log so far. */
    public String console() {
        return ((ByteArrayOutputStream) console).toString(StandardCharsets.UTF_8);
    }

    /** The variables that a step sees. */
    public EnvVars environment() throws IOException, InterruptedException {
        EnvVars environment = new EnvVars(variables);
        EnvironmentExpander expander = last(EnvironmentExpander.class);
        if (expander != null) {
            expander.expand(environment);
        }
        return environment;
    }

    /** The log that a step writes to. */
    public TaskListener listener() throws IOException, InterruptedException {
        ConsoleLogFilter filter = last(ConsoleLogFilter.class);
        OutputStream out = filter == null ? console : filter.decorateLogger((AbstractBuild<?, ?>) null, console);
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return () -> stream;
    }

    <T> T get(Class<T> type) throws IOException, InterruptedException {
        Object found = null;
        if (type == EnvVars.class) {
            found = environment();
        } else if (type == TaskListener.class) {
            found = listener();
        } else if (type == Run.class) {
            found = run;
        } else if (type == FilePath.class) {
            found = workspace == null ? null : new FilePath(workspace.toFile());
        } else if (type == Launcher.class) {
            found = workspace == null ? null : new Launcher.LocalLauncher(listener());
        } else {
            found = last(type);
        }
        return type.cast(found);
    }

    private <T> T last(Class<T> type) {
        T found = null;
        for (Object context : contexts) {
            if (type.isInstance(context)) {
                found = type.cast(context);
            }
        }
        return found;
    }

    /** Everything beside the workspace that belongs to it. */
    public List<String> temporaryFiles() throws IOException {
        return TestRun.files(workspace.resolveSibling(workspace.getFileName() + "@tmp"));
    }
}
