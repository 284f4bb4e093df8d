package hudson;

import hudson.model.TaskListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

public abstract class Launcher {
    protected final TaskListener listener;

    Launcher(TaskListener listener) {
        this.listener = listener;
    }

    public boolean isUnix() {
        return true;
    }

    public final ProcStarter launch() {
        return new ProcStarter();
    }

    /** Starts processes on this machine; what is interrupted is killed with its children, as Jenkins does. */
    public static class LocalLauncher extends Launcher {
        public LocalLauncher(TaskListener listener) {
            super(listener);
        }
    }

    public final class ProcStarter {
        private final ProcessBuilder builder = new ProcessBuilder();
        private InputStream stdin = InputStream.nullInputStream();
        private OutputStream stdout = OutputStream.nullOutputStream();
        private OutputStream stderr = OutputStream.nullOutputStream();

        ProcStarter() {}

        public ProcStarter cmds(List<String> args) {
            builder.command(args);
            return this;
        }

        public ProcStarter quiet(boolean quiet) {
            return this;
        }

        public ProcStarter pwd(FilePath workingDir) {
            builder.directory(new java.io.File(workingDir.getRemote()));
            return this;
        }

        public ProcStarter envs(Map<String, String> overrides) {
            overrides.forEach((name, value) -> {
                if (value == null || value.isEmpty()) {
                    builder.environment().remove(name);
                } else {
                    builder.environment().put(name, value);
                }
            });
            return this;
        }

        public ProcStarter stdin(InputStream in) {
            stdin = in;
            return this;
        }

        public ProcStarter stdout(OutputStream out) {
            stdout = out;
            return this;
        }

        public ProcStarter stderr(OutputStream err) {
            stderr = err;
            return this;
        }

        public int join() throws IOException, InterruptedException {
            Process process = builder.start();
            Thread in = copy(stdin, process.getOutputStream());
            Thread out = copy(process.getInputStream(), stdout);
            Thread err = copy(process.getErrorStream(), stderr);
            try {
                int status = process.waitFor();
                out.join();
                err.join();
                return status;
            } finally {
                in.interrupt();
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }

        private static Thread copy(InputStream in, OutputStream out) {
            Thread thread = new Thread(() -> {
                try (in;
                        out) {
                    byte[] buffer = new byte[8192];
                    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                        out.write(buffer, 0, count);
                        out.flush();
                    }
                } catch (IOException e) {
                    // the process has ended
                }
            });
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    }
}
