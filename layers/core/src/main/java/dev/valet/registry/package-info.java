/** What is configured: agents, grants, actions, issuers and guardrails, as documents and as the registry that decisions ask. */
package dev.valet.registry;
