package io.jenkins.plugins.ocichart.registry.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "</v2/x/tags/list?last=b&n=2>; rel=\"next\"",
                "</v2/x/tags/list?last=b&n=2>; rel=next",
                "</v2/x/tags/list?last=b&n=2>;rel=\"last next\";title=\"a, b\"",
                "</other>; rel=\"prev\", </v2/x/tags/list?last=b&n=2>; title=\"x\"; REL=\"NEXT\"",
                "</v2/x/tags/list?last=b&n=2>",
                "</docs>, </v2/x/tags/list?last=b&n=2>; title=\"x\"",
                "/v2/x/tags/list?last=b&n=2; rel=\"next\"",
                "</v2/x/tags/list?last=b&n=2; rel=next",
                "</other>; rel=\"prev\"; title=\"<no>; rel=next\", </v2/x/tags/list?last=b&n=2>; rel=next",
                ",\t, </v2/x/tags/list?last=b&n=2>; rel=next",
                "</v2/x/tags/list?last=b&n=2>; rel=next, </v2/x/tags/list?last=c>; rel=next",
                "</v2/x/tags/list?last=a>, </v2/x/tags/list?last=b&n=2>; rel=next",
                "</v2/x/tags/list?last=b&n=2>, </v2/x/tags/list?last=c>",
                "</v2/x/tags/list?last=b&n=2>; rel=prev; rel=next",
                "</v2/x/tags/list?last=b&n=2>; rel=next; rel=prev",
                "</v2/x/tags/list?last=b&n=2>; =next; rel",
                "</v2/x/tags/list?last=b&n=2>; rel = next",
                " /v2/x/tags/list?last=b&n=2 ; title=\"a;b,c\"; rel=next",
                "/v2/x/tags/list?last=b&n=2",
                "</other;a=b>; rel=prev,</v2/x/tags/list?last=b&n=2>;rel=next"
            })
    void theNextPageIsFound(String line) {
        assertThat(LinkHeader.next(List.of(line))).contains("/v2/x/tags/list?last=b&n=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<>",
                "</x>; rel=\"prev\"",
                "</x>; rel=nextish",
                "</x>; xrel=next",
                "</docs>",
                "</v2/x/tags/list>; rel=prev",
                "</v2/x/tags/list/more>",
                "</docs?x=/tags/list>",
                "</x>; title=\"; rel=next\"",
                "</x>; rel=\"a\", b=next",
                ",",
                " "
            })
    void otherLinksAreNoNextPage(String line) {
        assertThat(LinkHeader.next(List.of(line))).isEmpty();
    }

    @Test
    @Timeout(60)
    void hostileLinesTakeNoTime() {
        assertThat(LinkHeader.next(List.of("<a>" + ";\"".repeat(50_000)))).isEmpty();
        assertThat(LinkHeader.next(List.of("<".repeat(100_000)))).isEmpty();
        assertThat(LinkHeader.next(List.of("<a>;rel=\"" + "next ".repeat(20_000))))
                .contains("a");
    }

    @Test
    void aRelationInALaterLineGoesBeforeALinkWithoutOne() {
        assertThat(LinkHeader.next(List.of("</v2/x/tags/list?a>", "</v2/x/tags/list?b>; rel=next")))
                .contains("/v2/x/tags/list?b");
        assertThat(LinkHeader.next(List.of("</docs>", "</v2/x/tags/list?b>", "</v2/x/tags/list?c>")))
                .contains("/v2/x/tags/list?b");
        assertThat(LinkHeader.next(List.of())).isEmpty();
    }

    @Test
    void anEmptyTargetIsOne() {
        assertThat(LinkHeader.next(List.of("<>; rel=next"))).contains("");
        assertThat(LinkHeader.next(List.of("; rel=next"))).contains("");
    }
}
