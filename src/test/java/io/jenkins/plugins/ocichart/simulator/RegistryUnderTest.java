package io.jenkins.plugins.ocichart.simulator;

import io.jenkins.plugins.ocichart.registry.ConnectionSettings;
import io.jenkins.plugins.ocichart.registry.RegistryCredential;

/** A registry, simulated or real, with what the acceptance tests want from it. Empty at first. */
interface RegistryUnderTest extends AutoCloseable {
    String host();

    ConnectionSettings settings();

    /** The path below which {@link #writer} may push. */
    String namespace();

    /** Somebody who may push. */
    RegistryCredential writer();

    /** Somebody with the wrong password. */
    default RegistryCredential impostor() {
        return RegistryCredential.basic(writer().user(), "wrong-password");
    }

    /** Somebody who may only pull, or null where every login may do everything. */
    RegistryCredential reader();

    /** A path where even {@link #writer} can't push, or null where there is none. */
    String foreignNamespace();

    /** Does what an administrator has to do before charts of this name can be pushed. */
    void prepare(String chart);

    /** Makes tags immutable; false where the registry knows no such thing. */
    boolean lockTags();

    /** Leaves no more storage than there is; false where the registry knows no such thing. */
    boolean fillStorage();

    /** The digest that a tag of a chart stands for, or {@code absent}. */
    String digest(String chart, String tag) throws Exception;

    @Override
    void close() throws Exception;
}
