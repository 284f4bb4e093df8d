package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Links come from registries, and lead to their next page. */
class LinkHeaderFuzzTest {
    @FuzzTest
    void neverFails(byte[] input) throws Exception {
        String line = new String(input, StandardCharsets.ISO_8859_1);
        Optional<String> target = Cost.limited(32, () -> LinkHeader.next(List.of(line)));

        if (target.isPresent()) {
            assertThat(line).contains(target.get());
            // Before all others the link counts that this line begins with.
            assertThat(LinkHeader.next(List.of("<first>; rel=\"next\", " + line)))
                    .contains("first");
        }
    }
}
