package io.jenkins.plugins.ocichart.tasks;

import io.jenkins.plugins.ocichart.agent.AgentCall;
import io.jenkins.plugins.ocichart.operation.RegistryAccess;

/**
 * How a task reaches a registry.
 *
 * @param access what the operation connects and logs in with
 * @param agent runs the operation, and masks the secrets of that login
 */
public record ResolvedRegistry(RegistryAccess access, AgentCall agent) {}
