package io.jenkins.plugins.ocichart.chart.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are those of Go 1.26's encoding/json. */
class GoJsonTest {
    @Test
    void escapesWhatGoEscapes() {
        assertThat(json("<>&\"\\/\b\f\n\r\t\u0000\u001f\u007f\u2028\u2029é世😀"))
                .isEqualTo("\"\\u003c\\u003e\\u0026\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\\u2028\\u2029é世😀\"");
    }

    @Test
    void writesAStructInItsOrderAndAMapInTheOrderOfUtf8() {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("b", 1);
        struct.put("a", Arrays.asList(null, true, 2L));
        assertThat(json(struct)).isEqualTo("{\"b\":1,\"a\":[null,true,2]}");

        Map<String, Object> map = new TreeMap<>(GoJson.KEY_ORDER);
        for (String key : List.of("😀", "～", "é", "z", "Z", "zz", "")) {
            map.put(key, 0);
        }
        assertThat(json(map)).isEqualTo("{\"\":0,\"Z\":0,\"z\":0,\"zz\":0,\"é\":0,\"～\":0,\"😀\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "1.5, 1.5",
        "0.1, 0.1",
        "100, 100",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "1e-7, 1e-7",
        "1.25e-10, 1.25e-10",
        "12345678901234567890, 12345678901234567000",
        "2e-323, 2e-323",
        "5e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "9007199254740993, 9007199254740992",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "9.5367431640625e-7, 9.5367431640625e-7",
    })
    void writesANumberWithTheFewestDigits(double number, String text) {
        assertThat(json(number)).isEqualTo(text);
    }

    @Test
    void refusesWhatJsonDoesNotHave() {
        assertThatThrownBy(() -> json(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json(Map.of("a", new Object()))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String json(Object value) {
        return new String(GoJson.bytes(value), StandardCharsets.UTF_8);
    }
}
