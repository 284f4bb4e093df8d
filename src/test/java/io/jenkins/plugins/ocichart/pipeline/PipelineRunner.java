package io.jenkins.plugins.ocichart.pipeline;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import hudson.AbortException;
import hudson.model.Result;
import io.jenkins.plugins.ocichart.fixture.TestRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.jenkinsci.plugins.workflow.steps.Step;

/**
 * Runs a Jenkinsfile without Jenkins: the plugin's own steps are the real ones, with real files and a real registry;
 * around them stands as much of scripted and declarative Pipeline as a Jenkinsfile of this plugin needs.
 */
public final class PipelineRunner {
    private final StepCatalog steps = new StepCatalog();
    /** The build as the calling thread's part of the script sees it. */
    private final ThreadLocal<StepBuild> current = new ThreadLocal<>();

    private final StepBuild build;
    private final PrintStream console;

    /**
     * @param records where the build keeps its artifacts
     * @param workspace the current directory of the steps
     * @param environment the build's variables
     */
    public PipelineRunner(Path records, Path workspace, Map<String, String> environment, PrintStream console)
            throws IOException {
        this.build = StepBuild.in(records, workspace, environment, console);
        this.console = console;
    }

    /** The build of {@link #run}. */
    public TestRun build() {
        return build.run();
    }

    /** Runs the script to its end and says how it ended, as the end of a build's console does. */
    public Result run(String jenkinsfile) throws IOException {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        PipelineScript script = (PipelineScript)
                new GroovyShell(getClass().getClassLoader(), new Binding(), configuration).parse(jenkinsfile);
        script.setRunner(this);
        Result result = Result.SUCCESS;
        try {
            in(build, script::run);
        } catch (AbortException e) {
            console.println("ERROR: " + e.getMessage());
            result = Result.FAILURE;
        } catch (Exception e) {
            e.printStackTrace(console);
            result = Result.FAILURE;
        }
        console.println("Finished: " + result);
        return result;
    }

    /** The variables as the steps of the calling block see them. */
    Map<String, String> environment() {
        try {
            return current.get().environment();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers a call of the script. */
    Object call(String name, Object[] arguments) {
        Closure<?> body = arguments.length > 0 && arguments[arguments.length - 1] instanceof Closure<?> c ? c : null;
        Object first = arguments.length > 0 && arguments[0] != body ? arguments[0] : null;
        try {
            return switch (name) {
                case "pipeline", "stages", "steps", "script", "stage", "node" -> {
                    if (name.equals("stage")) {
                        console.println("[Pipeline] { (" + first + ")");
                    }
                    yield body.call();
                }
                case "agent" -> null;
                case "dir" -> in(current.get().dir(first.toString()), body::call);
                case "echo" -> {
                    current.get().listener().getLogger().println(first);
                    yield null;
                }
                case "sh" -> shell(first);
                default -> step(name, first, body);
            };
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            return sneaky(t);
        }
    }

    /** Runs a part of the script in the calling thread. */
    private <T> T in(StepBuild inside, Callable<T> part) throws Exception {
        StepBuild before = current.get();
        current.set(inside);
        try {
            return part.call();
        } finally {
            current.set(before);
        }
    }

    private Object shell(Object command) throws IOException, InterruptedException {
        current.get().listener().getLogger().println("+ " + command);
        ProcessBuilder process = new ProcessBuilder(List.of("sh", "-c", command.toString()))
                .directory(current.get().workspace().toFile())
                .redirectErrorStream(true);
        process.environment().putAll(environment());
        Process running = process.start();
        running.getInputStream().transferTo(current.get().listener().getLogger());
        if (running.waitFor() != 0) {
            throw new AbortException("script returned exit code " + running.exitValue());
        }
        return null;
    }

    private Object step(String name, Object arguments, Closure<?> body) throws Throwable {
        if (!steps.has(name)) {
            throw new NoSuchMethodError("no step " + name);
        }
        Map<?, ?> named = arguments instanceof Map<?, ?> map ? map : Map.of();
        console.println("[Pipeline] " + name + " " + written(named));
        Step step = steps.newStep(name, named);
        return current.get().run(step, body == null ? null : inside -> in(inside, body::call));
    }

    /** Arguments as a Jenkinsfile has them. */
    private static String written(Map<?, ?> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + ": "
                        + (argument.getValue() instanceof CharSequence text ? "'" + text + "'" : argument.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Groovy code throws checked exceptions undeclared; so must what answers it. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object sneaky(Throwable t) throws T {
        throw (T) t;
    }
}
