package io.jenkins.plugins.ocichart.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jenkins.plugins.ocichart.fixture.Cost;
import java.io.IOException;

/** JSON comes from registries, token servers, providers' APIs, credential helpers and files. */
class JsonFuzzTest {
    @FuzzTest
    void isReadOrRefusedAsByThePeer(byte[] input) throws Exception {
        try {
            Cost.limited(64, () -> JsonValue.parse(input));
            Cost.limited(64, () -> JsonPeer.tags(input, 8192));
        } catch (IOException e) {
            // the peer refuses it too
        }
        JsonPeer.requireSameValue(input);
        JsonPeer.requireSameTags(input);
    }
}
