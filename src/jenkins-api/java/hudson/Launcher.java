package hudson;

import hudson.model.TaskListener;

public abstract class Launcher {
    protected final TaskListener listener;

    Launcher(TaskListener listener) {
        this.listener = listener;
    }

    public static class LocalLauncher extends Launcher {
        public LocalLauncher(TaskListener listener) {
            super(listener);
        }
    }
}
