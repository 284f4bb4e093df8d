package io.jenkins.plugins.ocichart.benchmark;

import java.nio.file.Path;
import java.util.List;

/** A tool that runs in processes of its own, whose memory can be measured. */
interface ProcessTool extends Tool {
    /** The commands of a push, to be run one after the other. */
    List<List<String>> pushCommands(List<Path> archives, String host, String namespace) throws Exception;

    /** The commands of a pull. */
    List<List<String>> pullCommands(String host, String repository, String version, Path directory) throws Exception;

    @Override
    default Action push(List<Path> archives, String host, String namespace) throws Exception {
        return run(pushCommands(archives, host, namespace));
    }

    @Override
    default Action pull(String host, String repository, String version, Path directory) throws Exception {
        return run(pullCommands(host, repository, version, directory));
    }

    private static Action run(List<List<String>> commands) {
        return () -> {
            for (List<String> command : commands) {
                Child.start(command).await();
            }
        };
    }
}
