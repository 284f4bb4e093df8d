package io.jenkins.plugins.ocichart.pipeline;

/** What a step finds around it: the objects that the enclosing blocks gave, the innermost first. */
record Scope(Scope outer, Object value) {
    /** The innermost object of the type, or null. */
    <T> T get(Class<T> type) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (type.isInstance(scope.value)) {
                return type.cast(scope.value);
            }
        }
        return null;
    }

    Scope with(Object inner) {
        return new Scope(this, inner);
    }
}
