package io.jenkins.plugins.ocichart.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void aResourceMayHoldAHostAndItsPort() {
        assertThat(Scope.parse("repository:host:5000/a/b:push,pull"))
                .singleElement()
                .satisfies(s -> assertThat(s.resource()).isEqualTo("repository:host:5000/a/b"))
                .hasToString("repository:host:5000/a/b:pull,push");
    }

    @Test
    void aWordAloneIsKept() {
        assertThat(Scope.parse("aws")).singleElement().hasToString("aws");
    }

    @Test
    void emptyTextHasNoScope() {
        assertThat(Scope.parse("  ")).isEmpty();
    }

    @Test
    void actionsOfOneResourceAreMergedInTheOrderOfFirstAppearance() {
        assertThat(Scope.merge(Scope.parse("repository:b:pull repository:a:pull repository:b:push repository:b:pull")))
                .extracting(Scope::toString)
                .containsExactly("repository:b:pull,push", "repository:a:pull");
    }

    @Test
    void moreActionsCoverFewer() {
        assertThat(Scope.push("a").covers(Scope.pull("a"))).isTrue();
        assertThat(Scope.pull("a").covers(Scope.push("a"))).isFalse();
        assertThat(Scope.push("a").covers(Scope.pull("b"))).isFalse();
        assertThat(List.of(Scope.pull("a"))).allMatch(Scope::isRepository);
    }

    @Test
    void aScopeWithoutATypeOrANameIsKeptAsItIs() {
        assertThat(Scope.parse(":a:b x::pull a:b")).extracting(Scope::resource).containsExactly(":a:b", "x:", "a:b");
    }

    @Test
    void theHundredAndFirstScopeIsLeftOut() {
        assertThat(Scope.parse("a:b:pull ".repeat(100))).hasSize(100);
        assertThat(Scope.parse("a:b:pull ".repeat(101))).hasSize(100);
    }
}
