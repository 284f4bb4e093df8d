package io.jenkins.plugins.ocichart.pipeline;

import groovy.lang.Binding;
import groovy.lang.Closure;
import groovy.lang.GroovyShell;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Result;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Runs a Jenkinsfile without Jenkins: the plugin's own steps are the real ones, with real files and a real registry;
 * around them stands as much of scripted and declarative Pipeline as a Jenkinsfile of this plugin needs.
 */
public final class PipelineRunner {
    private final StepCatalog steps = new StepCatalog();
    private final BodyThreads threads = new BodyThreads();
    private final PipelineBuild build;
    private final PrintStream console;
    private final Scope outermost;

    /**
     * @param buildDirectory where the build keeps its artifacts
     * @param workspace the current directory of the steps
     * @param environment the build's variables
     */
    public PipelineRunner(Path buildDirectory, Path workspace, Map<String, String> environment, PrintStream console)
            throws IOException {
        this.build = new PipelineBuild(Files.createDirectories(buildDirectory));
        this.console = console;
        TaskListener listener = () -> console;
        this.outermost = new Scope(null, build)
                .with(new EnvVars(environment))
                .with(listener)
                .with(new Launcher.LocalLauncher(listener))
                .with(new FilePath(Files.createDirectories(workspace).toFile()));
    }

    /** The build of {@link #run}. */
    public PipelineBuild build() {
        return build;
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
            threads.in(outermost, script::run);
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
            return ScriptContext.environment(threads.current());
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
                case "dir" -> threads.in(threads.current().with(directory(first)), body::call);
                case "echo" -> {
                    ScriptContext.listener(threads.current()).getLogger().println(first);
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

    private FilePath directory(Object path) {
        return threads.current().get(FilePath.class).child(path.toString());
    }

    private Object shell(Object command) throws IOException, InterruptedException {
        ScriptContext.listener(threads.current()).getLogger().println("+ " + command);
        ProcessBuilder process = new ProcessBuilder(List.of("sh", "-c", command.toString()))
                .directory(Path.of(threads.current().get(FilePath.class).getRemote())
                        .toFile())
                .redirectErrorStream(true);
        process.environment().putAll(environment());
        Process running = process.start();
        running.getInputStream()
                .transferTo(ScriptContext.listener(threads.current()).getLogger());
        if (running.waitFor() != 0) {
            throw new AbortException("script returned exit code " + running.exitValue());
        }
        return null;
    }

    private Object step(String name, Object arguments, Closure<?> body) throws Throwable {
        if (!steps.has(name)) {
            throw new NoSuchMethodError("no step " + name);
        }
        console.println("[Pipeline] " + name);
        ScriptContext context = new ScriptContext(threads.current(), body, threads);
        StepExecution execution = steps.newStep(name, arguments instanceof Map<?, ?> map ? map : Map.of())
                .start(context);
        execution.start();
        return context.await();
    }

    /** Groovy code throws checked exceptions undeclared; so must what answers it. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object sneaky(Throwable t) throws T {
        throw (T) t;
    }
}
