package io.jenkins.plugins.ocichart.registry.auth;

/**
 * What a request is for: decides the token's scope and the words of a failure.
 *
 * @param kind what is done
 * @param repository the repository, or null for the registry itself
 * @param reference the tag or digest it is about, or null
 * @param isWrite whether the right to push is needed, now or soon
 * @param from another repository that blobs are to be mounted from, now or soon, or null
 */
public record Operation(Kind kind, String repository, String reference, boolean isWrite, String from) {
    /** What is done. */
    public enum Kind {
        PING,
        READ_MANIFEST,
        READ_BLOB,
        LIST_TAGS,
        WRITE_BLOB,
        WRITE_MANIFEST;

        /** Whether it needs the right to push. */
        public boolean isWrite() {
            return this == WRITE_BLOB || this == WRITE_MANIFEST;
        }
    }

    /** Whether the registry accepts the login. */
    public static Operation ping() {
        return new Operation(Kind.PING, null, null, false, null);
    }

    /** Whether content or tags are asked for. */
    public boolean isRead() {
        return kind != Kind.PING && !kind.isWrite();
    }

    /** The thing for a message: {@code charts/web:1.2.3}. */
    public String target() {
        if (reference == null) {
            return repository;
        }
        return repository + (reference.indexOf(':') > 0 ? "@" : ":") + reference;
    }
}
