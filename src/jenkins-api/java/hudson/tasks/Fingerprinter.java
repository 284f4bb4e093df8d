package hudson.tasks;

import hudson.model.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.model.RunAction2;

public class Fingerprinter {
    private Fingerprinter() {}

    @SuppressWarnings("rawtypes")
    public static final class FingerprintAction implements RunAction2 {
        private final Map<String, String> record = new LinkedHashMap<>();

        public FingerprintAction(Run build, Map<String, String> record) {
            add(record);
        }

        public void add(Map<String, String> moreRecords) {
            record.putAll(moreRecords);
        }

        public Map<String, String> getRecords() {
            return record;
        }

        @Override
        public String getIconFileName() {
            return null;
        }

        @Override
        public String getDisplayName() {
            return null;
        }

        @Override
        public String getUrlName() {
            return null;
        }

        @Override
        public void onLoad(Run<?, ?> r) {
            // Nothing is loaded without Jenkins.
        }

        @Override
        public void onAttached(Run<?, ?> r) {
            // The build is known from the start.
        }
    }
}
