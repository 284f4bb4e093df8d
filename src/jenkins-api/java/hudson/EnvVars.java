package hudson;

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class EnvVars extends TreeMap<String, String> {
    private static final long serialVersionUID = 4320331661987259022L;

    public EnvVars() {
        super(String.CASE_INSENSITIVE_ORDER);
    }

    public EnvVars(Map<String, String> m) {
        this();
        putAll(m);
    }

    public EnvVars(String... keyValuePairs) {
        this();
        for (int i = 0; i < keyValuePairs.length; i += 2) {
            put(keyValuePairs[i], keyValuePairs[i + 1]);
        }
    }

    public void override(String key, String value) {
        if (value == null || value.isEmpty()) {
            remove(key);
            return;
        }
        int plus = key.indexOf('+');
        if (plus > 0) {
            String name = key.substring(0, plus);
            String before = get(name);
            put(name, before == null ? value : value + File.pathSeparatorChar + before);
            return;
        }
        put(key, value);
    }

    public String expand(String s) {
        return Pattern.compile("\\$(?:\\{([^}]+)\\}|([A-Za-z0-9_]+))")
                .matcher(s)
                .replaceAll(found -> {
                    String value = get(found.group(1) == null ? found.group(2) : found.group(1));
                    return Matcher.quoteReplacement(value == null ? found.group() : value);
                });
    }

    public EnvVars overrideAll(Map<String, String> all) {
        all.forEach(this::override);
        return this;
    }
}
