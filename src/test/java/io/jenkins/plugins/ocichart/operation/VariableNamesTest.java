package io.jenkins.plugins.ocichart.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Agents get the variables that lead to logins and no others: what isn't named is missing there. */
class VariableNamesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/jenkins/plugins/ocichart");
    private static final Pattern READ = Pattern.compile("(?:variable|get|getOrDefault)\\(\\s*\"([A-Z]+(?:_[A-Z]+)*)\"");

    @Test
    void everyVariableThatIsReadIsNamedAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String room : new String[] {"registry/logins", "provider"}) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(room))) {
                for (Path file : files.toList()) {
                    READ.matcher(Files.readString(file)).results().forEach(found -> read.add(found.group(1)));
                }
            }
        }
        assertThat(RegistryAccess.variableNames()).isEqualTo(read);
    }
}
