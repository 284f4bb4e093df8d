package io.jenkins.plugins.ocichart.operation.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationScopeTest {
    private static final List<String> VERSIONS =
            List.of("web/1.0.0", "web/1.2.0", "db/1.0.0", "cache/3.1.4", "app/0.7.0");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "        |        | web,web-ui,db",
                "''      | ' '    | web,web-ui,db",
                "web     |        | web",
                "web*    |        | web,web-ui",
                "web, d? |        | web,db",
                ",db,    |        | db",
                "        | web*   | db",
                "web*    | *-ui   | web"
            })
    void namesAreChosenByGlobs(String include, String exclude, String expected) {
        MigrationScope scope = new MigrationScope(include, exclude, null, null);
        assertThat(Stream.of("web", "web-ui", "db").filter(scope.names())).containsExactly(expected.split(","));
    }

    private static List<String> inShard(String shard) throws Exception {
        return VERSIONS.stream()
                .filter(new MigrationScope(null, null, null, shard).inShard())
                .toList();
    }

    /** By zlib's CRC-32, as Python says. */
    @Test
    void theShardOfAVersionNeverChanges() throws Exception {
        assertThat(inShard("1/3")).containsExactly("web/1.0.0", "cache/3.1.4", "app/0.7.0");
        assertThat(inShard("2/3")).containsExactly("db/1.0.0");
        assertThat(inShard(" 3 / 3 ")).containsExactly("web/1.2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1/1", "", " "})
    void oneShardIsEverything(String shard) throws Exception {
        assertThat(inShard(shard)).isEqualTo(VERSIONS);
        MigrationScope.checkShard(shard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/2", "3/2", "x", "1/2/3", "1", "-1/2", "1/1234567"})
    void whatIsNoPartIsRefused(String shard) {
        assertThatThrownBy(() -> MigrationScope.checkShard(shard))
                .hasMessage("shard '" + shard + "' is not one of several parts; write 1/8 for the first of eight");
    }
}
