package io.jenkins.plugins.ocichart.login;

import io.jenkins.plugins.ocichart.credentials.SecretMask;
import java.util.Map;

/**
 * What a login block or a build environment provides.
 *
 * @param logins for the steps of this plugin
 * @param variables for other tools; empty outside a node
 * @param mask for the log
 */
public record LoginBlock(BlockLogins logins, Map<String, String> variables, SecretMask mask) {}
