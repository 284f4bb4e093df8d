package io.jenkins.plugins.ocichart.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another tool in a JVM that has just started, whose start is in the time. */
final class ColdJvmTool implements ProcessTool {
    private final Tool tool;
    private final String name;
    private final List<String> options;

    ColdJvmTool(Tool tool, String name, String... options) {
        this.tool = tool;
        this.name = name;
        this.options = List.of(options);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<List<String>> pushCommands(List<Path> archives, String host, String namespace) {
        List<String> arguments = new ArrayList<>(List.of("push", host, namespace));
        archives.forEach(archive -> arguments.add(archive.toString()));
        return List.of(command(arguments));
    }

    @Override
    public List<List<String>> pullCommands(String host, String repository, String version, Path directory) {
        return List.of(command(List.of("pull", host, repository, version, directory.toString())));
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-classpath",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                tool.getClass().getSimpleName()));
        command.addAll(arguments);
        return command;
    }

    /** Runs one push or pull and ends. */
    static final class Main {
        private Main() {}

        /** Takes the tool's class, {@code push HOST NAMESPACE ARCHIVE…} or {@code pull HOST REPOSITORY VERSION FOLDER}. */
        public static void main(String[] arguments) throws Exception {
            List<String> words = List.of(arguments);
            Tool tool = (Tool) Class.forName(ColdJvmTool.class.getPackageName() + "." + words.get(0))
                    .getDeclaredConstructor()
                    .newInstance();
            Action action = words.get(1).equals("push")
                    ? tool.push(words.stream().skip(4).map(Path::of).toList(), words.get(2), words.get(3))
                    : tool.pull(words.get(2), words.get(3), words.get(4), Path.of(words.get(5)));
            action.run();
            System.exit(0);
        }
    }
}
