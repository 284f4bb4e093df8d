package io.jenkins.plugins.ocichart.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.ocichart.fixture.Cost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a page of a tag list nothing but the tags is kept. */
class TagPageTest {
    private static List<String> read(String page) throws IOException {
        return JsonPeer.tags(page.getBytes(StandardCharsets.UTF_8), 8192);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"web\",\"tags\":[\"1.0.0\",\"1.1.0_build\"]}",
                "{\"tags\":[\"1\"],\"name\":{\"tags\":[\"2\"]},\"more\":[[\"3\"],{\"tags\":[\"4\"]}]}",
                "{\"tags\":[]}",
                "{\"tags\":null}",
                "{\"tags\":\"1\"}",
                "{\"tags\":1}",
                "{\"tags\":true}",
                "{\"name\":\"web\"}",
                "{\"tags\":[\"1\"],\"tags\":[\"2\"]}",
                "{\"tags\":[\"1\"],\"tags\":null}",
                "{\"tags\":[\"1\"],\"tags\":{\"tags\":[\"2\"]}}",
                "{\"tags\":[null,1,true,\"sha256:abc\",\"a b\",\"\",[\"x\",[\"y\"]],{\"z\":\"z\"},\"1\"]}",
                "{\"Tags\":[\"1\"]}",
                "{\"\\u0074ags\":[\"\\u0031\"]}",
                "[\"1\"]",
                "[{\"tags\":[\"1\"]}]",
                "\"tags\"",
                "null",
                "1",
                "",
                " \n",
                "<html>",
                "{\"tags\":[\"1\"]} garbage",
                "{\"tags\":[\"1\"]} {}",
                "{\"tags\":[\"1\"]}\n  \"1\"",
                "{\"tags\":[\"1\"]}}",
                "{\"tags\":[\"1\"],}",
                "{\"tags\":[\"1\",]}",
                "{\"tags\":[\"1\" \"2\"]}",
                "{\"tags\":[\"1\"}",
                "{\"tags\":[1e]}",
                "{\"name\":[01],\"tags\":[]}",
                "[] []"
            })
    void aPageIsReadOrRefusedAsByThePeer(String page) throws Exception {
        JsonPeer.requireSameTags(page.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whereverAPageIsCutOffItIsRefusedAsByThePeer() throws Exception {
        byte[] page =
                "{\"name\":{\"x\":[\"é\\n\",-1.5,{}]},\"tags\":[\"1\",null,[\"2\"],{\"a\":\"3\"},\"\\u0034\"], \"x\":\"y\"} "
                        .getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < page.length; length++) {
            JsonPeer.requireSameTags(Arrays.copyOf(page, length));
        }
    }

    @ParameterizedTest
    @CsvSource({"{}", "'{\"a\":\"1.0.0\"}'"})
    void anObjectInPlaceOfTheListHasNoTags(String tags) throws Exception {
        assertThat(read("{\"tags\":" + tags + "}")).isEmpty();
    }

    @Test
    void aPageOfManyTagsIsReadWithLittleMoreThanItsTags() throws Exception {
        List<String> tags =
                IntStream.range(0, 100_000).mapToObj(i -> "1." + i + ".0").toList();
        byte[] page = tags.stream()
                .map(tag -> '"' + tag + '"')
                .collect(Collectors.joining(",", "{\"name\":\"web\",\"tags\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);

        // a string and its array take 48 bytes, its places in a growing list 12
        assertThat(Cost.limited(8, () -> JsonPeer.tags(page, 8192))).isEqualTo(tags);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("{\"tags\":" + "[".repeat(100_000)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nesting depth");
    }
}
